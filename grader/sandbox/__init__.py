"""Where a student's program runs, and what can be seen of it from outside."""

import os
import select
import shlex
import signal
from pathlib import Path
from typing import Literal, NoReturn, Protocol, get_args

from grader.course import Limits
from grader.failures import BadCall, GraderBroken
from grader.model import Observation
from grader.observe.calls import Call
from grader.observe.look import AWAKE, Look
from grader.observe.processes import Activity, end_children
from grader.observe.sockets import Address
from grader.observe.syscalls import wait_of
from grader.process.interrupts import Held
from grader.sandbox.bubblewrap import find_bwrap
from grader.sandbox.cgroup import remove_abandoned_groups
from grader.sandbox.hiding import EVERYBODYS, can_hide, open_to, to_hide
from grader.sandbox.identity import become, free_id
from grader.sandbox.namespaces import Namespaces
from grader.sandbox.network import adopt_orphans, die_with_parent
from grader.sandbox.plain import Plain
from grader.sandbox.running import Running
from grader.sandbox.scratch import put_away, scratch_folder, tidy_up
from grader.sandbox.turns import turn
from grader.sandbox.user import User

__all__ = [
    "AWAKE",
    "KINDS",
    "OBSERVATIONS",
    "Activity",
    "Address",
    "Call",
    "Kind",
    "Look",
    "Running",
    "Sandbox",
    "about",
    "adopt_orphans",
    "build",
    "choose",
    "die_with_parent",
    "end_children",
    "find_bwrap",
    "obstacle_to",
    "put_away",
    "refuse_open_folders",
    "remove_abandoned_groups",
    "scratch_folder",
    "tidy_up",
    "turn",
]

Kind = Literal["namespaces", "user", "plain"]  # the best first
KINDS: tuple[Kind, ...] = get_args(Kind)
OBSERVATIONS: tuple[Observation, ...] = get_args(Observation)
_YES = b"yes"  # what a trial says at its end
_LONGEST_ANSWER = 4096  # bytes
_ENDED_FROM_OUTSIDE = "a process that tries out what the kernel shows was ended from outside"
_LONGEST_TRIAL = 30.0  # seconds; it takes a fraction of one


_WORLDS: dict[Kind, type[Namespaces | User | Plain]] = {"namespaces": Namespaces, "user": User, "plain": Plain}


class Sandbox(Protocol):
    """A kind of world, chosen once for a whole grading, and what it promises.

    ``is_a_boundary``: what belongs to the grader and to others is out of reach. ``own_network``: its ports
    are its own; else they are the machine's, and only one trial at a time is possible. ``needs_linux``: no other system
    has what it is made of.
    """

    kind: str
    is_a_boundary: bool
    own_network: bool
    needs_linux: bool

    def enter_fresh_world(self, ports: frozenset[int], *, side_by_side: bool = False) -> None:
        """Prepare for the next check: a place where nobody uses ``ports``.

        ``side_by_side``: several runs of its program may live there at once; they share their files and see each
        other's processes. Else each run finds the files as they were handed in.
        """

    def start(self, folder: Path, file: str, ports: frozenset[int]) -> Running:
        """Start the program ``folder/file`` on a terminal of its own."""

    def leave_world(self, connections: list[tuple[Address, Address]]) -> None:
        """Leave the world of a check in which there were these connections, each given by its two ends."""


def choose(limits: Limits, wanted: str | None = None, observation: str | None = None) -> tuple[Kind, Observation]:
    """Return the best kind of world that this machine allows, and the best way to watch a program in it.

    Both are tried out in child processes; ``wanted`` and ``observation`` override.
    Raises BadCall where the machine does not allow what is wanted.
    """
    if observation == "clock" or not _kernel_shows_waits():
        if observation == "kernel":
            msg = "this machine's kernel does not show what a process waits for (/proc/PID/syscall)"
            raise BadCall(msg)
        if wanted == "namespaces":
            msg = "by the clock alone, programs are judged in worlds of kind 'plain' and in no others"
            raise BadCall(msg)
        return "plain", "clock"
    return _kind(limits, wanted), "kernel"


def _kind(limits: Limits, wanted: str | None) -> Kind:
    """Return the best kind that works here, of those that are wanted."""
    obstacles = []
    for kind in KINDS:
        if wanted in {None, kind}:
            if not (obstacle := obstacle_to(kind, limits)):
                return kind
            obstacles.append(obstacle)
    msg = f"this machine allows no worlds of kind {wanted!r}: {obstacles[0]}"
    raise BadCall(msg)


def about(kind: Kind) -> type[Namespaces | User | Plain]:
    """Return the kind itself, which says what it promises."""
    return _WORLDS[kind]


def build(kind: Kind, observation: Observation, limits: Limits, scratch: Path, hidden: tuple[str, ...] = ()) -> Sandbox:
    """Make the calling process one that grades in worlds of this kind; ``scratch`` is an empty folder for them.

    Programs of other users must not look into the folders ``hidden``.
    """
    if observation == "clock":
        from grader.sandbox.clock_plain import PlainByTheClock  # noqa: PLC0415 - psutil takes longer than some checks

        return PlainByTheClock(limits, scratch)
    return User(limits, scratch, hidden) if kind == "user" else _WORLDS[kind](limits, scratch)


def obstacle_to(kind: Kind, limits: Limits) -> str:
    """Return why there can be no world of this kind here, in the system's words; empty where there can be.

    It is tried out in a process of its own. Only one that says so has come to the end of it.
    """
    here, held = os.getpid(), Held()
    reader, writer = os.pipe()
    with scratch_folder() as (scratch, _), open(reader, "rb") as answers:
        held.hold()  # a process whose number is lost to a signal could not be ended
        if (child := os.fork()) == 0:
            _try_out(kind, limits, scratch, here, writer)
        try:
            held.release()
            os.close(writer)
            answer = answers.read(_LONGEST_ANSWER) if select.select([answers], [], [], _LONGEST_TRIAL)[0] else b""
        finally:
            os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if answer == _YES:
        return ""
    return answer.decode(errors="replace") or f"trying it out came to no end (status {status})"


def _try_out(kind: Kind, limits: Limits, scratch: Path, parent: int, writer: int) -> NoReturn:
    """Try out a kind of world, answer and end."""
    try:
        os.setpgid(0, 0)  # the terminal's Ctrl-C is for the command
        die_with_parent(parent)
        adopt_orphans()
        _WORLDS[kind](limits, scratch).try_out()
        answer = _YES
    except BaseException as error:  # noqa: BLE001 - whatever it is, there is no such world
        said = str(error) if isinstance(error, Exception) else ""
        words = getattr(error, "strerror", None) or said or type(error).__name__
        answer = " ".join(words.split()).encode(errors="replace")[:_LONGEST_ANSWER]
    try:
        end_children()
        os.write(writer, answer)
    finally:
        os._exit(0)


def refuse_open_folders(kind: Kind, folders: tuple[str, ...]) -> None:
    """See to it that programs of kind ``user`` cannot look into the folders.

    Raises BadCall where they can: where nothing can be hidden from them and a folder is open to everybody.
    """
    if kind == "user" and not can_hide():
        closable = tuple(place for place in to_hide(folders) if place not in EVERYBODYS)
        if place := open_to(lambda: become(free_id()), closable):
            msg = f"everybody can look into {place}, programs of kind 'user' too; close it"
            raise BadCall(f"{msg}: chmod 700 {shlex.quote(place)}")


def _kernel_shows_waits() -> bool:
    """Tell whether a process can be seen waiting; tried out on a child that waits for a pipe.

    Raises GraderBroken where somebody ends that child.
    """
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.close(writer)
        os.read(reader, 1)
        os._exit(0)
    os.close(reader)
    try:
        while (wait := wait_of(child, child)) is None:
            if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                raise GraderBroken(_ENDED_FROM_OUTSIDE)
            os.sched_yield()
    except OSError:
        return False
    else:
        return wait.call == "read"
    finally:
        os.close(writer)
        os.waitpid(child, 0)
