"""The world of kind ``user``: a user id of its own for the programs, where root may make no namespaces.

The id is free when the grading begins and needs no entry in any file. What is not everybody's to read is not the
program's to read; what it must not look into besides is hidden or closed (``hiding.py``). On the machine's loopback,
one check at a time.
"""

import ctypes
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.course import Limits
from grader.observe.calls import Call, Held
from grader.observe.look import Look
from grader.observe.procfs import SETTINGS
from grader.observe.sockets import Address
from grader.observe.syscalls import wait_of
from grader.observe.terminal import Terminal
from grader.sandbox import hiding, login, network, seccomp
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.copies import copy_of, empty, remove
from grader.sandbox.identity import become, free_id, own_the_terminal
from grader.sandbox.limits import setter
from grader.sandbox.owned import is_ours, note_the_user
from grader.sandbox.plain import Plain, Unwrapped
from grader.sandbox.running import Running

_VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
_PYTHONS = (str(Path(sys.executable).resolve()), f"/usr/local/bin/{_VERSION}", f"/usr/bin/{_VERSION}")

_libc = ctypes.CDLL(None, use_errno=True)


class User(Plain):
    """The machine as it is for a user who owns nothing on it."""

    kind = "user"
    is_a_boundary = True
    needs_linux = True

    def __init__(self, limits: Limits, scratch: Path, hidden: tuple[str, ...] = ()) -> None:
        """Take a free user id; ``scratch`` is an empty folder that may be used. Raises OSError where that cannot be.

        The folders ``hidden`` are closed to programs, or are hidden from them.
        """
        if os.getuid() != 0:
            raise PermissionError("only root can run a program as another user")
        super().__init__(limits, scratch)
        self._uid = free_id()
        note_the_user(str(scratch), self._uid)
        self._limit = setter(limits, counted_apart=True)
        self._scratch, self._hidden = scratch, hiding.to_hide(hidden)
        self._can_hide = bool(self._hidden) and hiding.can_hide()
        self._mount(scratch / "etc")
        _open_the_way_to(self._temporary)
        os.chmod(self._temporary, 0o711)  # noqa: S103 - to be passed through
        self._python = next((python for python in _PYTHONS if self._can_run(python)), None)
        if self._python is None:
            raise PermissionError(
                f"{_PYTHONS[0]} or {self._temporary} can be reached by root alone, and there is no other {_VERSION}"
            )
        os.umask(0o077)  # what the examining process writes is nobody else's

    def _mount(self, names: Path) -> None:
        """Show name databases that know that user, and the kernel's settings read-only.

        That needs a mount namespace. Where root may make none, programs find the names and the modes of the machine.
        """
        names.mkdir()
        login.write_databases(names, self._uid, self._own, os.uname().nodename)
        try:
            network.enter_own_mounts()
        except OSError:
            return
        for source, path in ((str(names), "/etc"), *((path, path) for path in SETTINGS if os.path.exists(path))):
            with suppress(OSError):
                network.bind(source, path)
                network.make_read_only(path)

    def try_out(self) -> None:
        """Watch a process of that user. Raises OSError where that is not allowed."""
        waiting = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, preexec_fn=self._prepare)  # noqa: PLW1509 - one thread
        try:
            with _eyes_of(self._uid):
                wait_of(waiting.pid, waiting.pid)
        finally:
            waiting.kill()
            waiting.communicate()

    def enter_fresh_world(self, ports: frozenset[int], *, side_by_side: bool = False) -> None:
        """See to it that the ports are free and the program's own folder is empty, and its own."""
        super().enter_fresh_world(ports, side_by_side=side_by_side)
        os.chown(self._temporary, self._uid, self._uid)
        _open_the_way_to(self._temporary)

    def leave_world(self, connections: list[tuple[Address, Address]]) -> None:
        """Remove what the program has left where everybody may write."""
        super().leave_world(connections)
        put_away_user(self._uid)

    def _copy(self, folder: Path) -> str:
        empty(self._own)
        os.chown(self._own, self._uid, self._uid)
        return copy_of(folder, self._own, self._uid)

    def _environment(self) -> dict[str, str]:
        return login.environment(self._own, self._temporary, name=login.name_of(self._uid))

    def _interpreter(self) -> str:
        return str(self._python)

    def _log_in(self) -> None:
        own_the_terminal(self._uid)
        super()._log_in()

    def _prepare(self) -> None:
        self._group.enter()
        self._limit()
        os.umask(login.UMASK)
        if self._can_hide:
            hiding.hide(self._hidden, str(self._scratch))
        become(self._uid)
        network.die_with_parent(self._parent)  # the kernel forgets that where the user changes
        seccomp.confine(self._filter)

    def _watched(self, terminal: Terminal, ports: frozenset[int]) -> Running:
        return _OfUser(terminal, ports, self._group, self._runs, self._uid)

    def _can_run(self, python: str) -> bool:
        trial = [python, "-S", "-c", "import os, sys; os.stat(sys.argv[1] + '/.')", self._temporary]
        try:
            answer = subprocess.run(trial, preexec_fn=self._prepare, check=False, capture_output=True)
        except (OSError, subprocess.SubprocessError):
            return False
        return answer.returncode == 0


class _OfUser(Unwrapped):
    """A program of another user's, whom the grading process looks at with that user's eyes.

    Root may look at anybody's processes, but not in every container (CAP_SYS_PTRACE). The user may look at its own, and
    whose eyes these are is a matter of the thread that looks: setfsuid(2), proc(5), ptrace(2).
    """

    def __init__(
        self, terminal: Terminal, ports: frozenset[int], group: BoundedGroup, runs: set[int], uid: int
    ) -> None:
        super().__init__(terminal, ports, group, runs)
        self._uid = uid
        terminal.eyes = lambda: _eyes_of(uid)

    def look(self) -> Look:
        with _eyes_of(self._uid):
            return super().look()

    def calls(self, look: Look) -> tuple[Call, ...]:
        with _eyes_of(self._uid):
            return super().calls(look)

    def calls_when_stopped(self) -> tuple[Call, ...]:
        with _eyes_of(self._uid):
            return super().calls_when_stopped()

    def listeners(self, protocol: str) -> tuple[Address, ...]:
        with _eyes_of(self._uid):
            return super().listeners(protocol)

    def sockets_held(self) -> frozenset[object]:
        with _eyes_of(self._uid):
            return super().sockets_held()

    def connections(self) -> tuple[Held, ...]:
        with _eyes_of(self._uid):
            return super().connections()

    def holds_broken_connections(self) -> bool:
        with _eyes_of(self._uid):
            return super().holds_broken_connections()

    def has_unread_datagrams(self) -> bool:
        with _eyes_of(self._uid):
            return super().has_unread_datagrams()

    def _users(self) -> set[int]:
        return {*super()._users(), self._uid}

    def kill(self) -> None:
        if not self._is_beside_others:
            _kill_all_of(self._uid)
        super().kill()


def put_away_user(uid: int) -> None:
    """Kill every process of that user's, and remove its files where everybody may write."""
    _kill_all_of(uid)
    for place in hiding.EVERYBODYS:
        _remove_files_of(uid, place)


def _kill_all_of(uid: int) -> None:
    """Kill every process of that user's at once: kill(2), pid -1, from one that may kill no others."""
    if (killer := os.fork()) == 0:
        try:
            become(uid)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(killer, 0)


@contextmanager
def _eyes_of(uid: int) -> Iterator[None]:
    gid_before, uid_before = _libc.setfsgid(uid), _libc.setfsuid(uid)
    try:
        yield
    finally:
        _libc.setfsuid(uid_before)
        _libc.setfsgid(gid_before)


def _open_the_way_to(path: str) -> None:
    """Let everybody pass through the folders of this grading above, and not look into them; no other one is touched."""
    above = list(Path(path).parents)
    own = [at for at, folder in enumerate(above) if is_ours(str(folder))]
    for folder in above[: own[0] + 1] if own else ():
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o011)


def _remove_files_of(uid: int, place: str) -> None:
    """Remove what the user owns in a folder that is everybody's, and in folders in there that are."""
    with suppress(FileNotFoundError), os.scandir(place) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                found = entry.stat(follow_symlinks=False)
                if found.st_uid == uid:
                    remove(entry.path) if stat.S_ISDIR(found.st_mode) else os.unlink(entry.path)
                elif stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_IWOTH:
                    _remove_files_of(uid, entry.path)
