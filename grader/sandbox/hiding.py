"""What a program of another user's may not look into, on a disk that it shares with everybody.

Where root may make a mount namespace, the program gets one of its own, in which empty read-only folders lie over those.
Nothing of that is to be seen outside. Elsewhere they must be closed already: nobody's modes are changed here.
Sources: mount_namespaces(7), mount(2).
"""

import os
import sys
from collections.abc import Callable
from functools import partial

from grader.sandbox import network

EVERYBODYS = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock")  # noqa: S108 - what others write there is removed
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/etc", "/proc", "/sys", "/dev", "/run", "/var")
_EMPTY_MIB = 1
_WRITABLE_MIB = 64  # of a place that is everybody's, also when it is hidden


def to_hide(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return the real paths of those folders that are there and in which the system does not have its own."""
    places = [os.path.realpath(folder) for folder in folders]
    found = [place for place in places if os.path.isdir(place) and not any(_is_in(one, place) for one in _SYSTEM)]
    return tuple(sorted(set(found)))  # those around others come first


def hide(places: tuple[str, ...], own: str) -> None:
    """Hide the places from the calling process and all that it starts; its ``own`` folder and Python stay.

    Raises OSError where no mount namespace may be made.
    """
    here, umask = os.getcwd(), os.umask(0)
    network.enter_own_mounts()
    needed = {
        place: os.open(place, os.O_PATH | os.O_DIRECTORY) for place in map(os.path.realpath, (own, sys.base_prefix))
    }
    for place in places:
        if not os.path.isdir(place):  # it lay in one that is hidden already
            continue
        everybodys = place in EVERYBODYS
        network.mount_in_memory(place, _WRITABLE_MIB if everybodys else _EMPTY_MIB, 0o1777 if everybodys else 0o755)
        for inside, descriptor in needed.items():
            if _is_in(inside, place):
                os.makedirs(inside, exist_ok=True)
                network.bind(f"/proc/self/fd/{descriptor}", inside)
        if not everybodys:
            network.make_read_only(place)
    for descriptor in needed.values():
        os.close(descriptor)
    os.umask(umask)
    os.chdir(here)  # or it would stand below what now lies over it, and climb up from there


def can_hide() -> bool:
    """Tell whether this process may make mount namespaces; found out in a child."""

    def enters() -> bool:
        network.enter_own_mounts()
        return True

    return _in_a_child(enters)


def open_to(become: Callable[[], None], places: tuple[str, ...]) -> str:
    """Return the first of the places that is open to a process that has called ``become``; empty where none is."""

    def is_closed(place: str) -> bool:
        become()
        try:
            return not os.listdir(place)
        except PermissionError:
            return not os.path.exists(f"{place}/.")  # or what is in there could be guessed

    return next((place for place in places if not _in_a_child(partial(is_closed, place))), "")


def _in_a_child(question: Callable[[], bool]) -> bool:
    """Ask in a process of its own; what raises is a no."""
    if (child := os.fork()) == 0:
        status = 1
        try:
            status = 0 if question() else 1
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def _is_in(path: str, place: str) -> bool:
    return os.path.commonpath((path, place)) == place
