"""Where a student's program runs, and what can be seen of it from outside."""

import os
import tempfile
from pathlib import Path
from typing import Literal, Protocol, get_args

from grader.failures import BadCall
from grader.model import Limits, Observation
from grader.sandbox.bubblewrap import find_bwrap
from grader.sandbox.look import AWAKE, Look
from grader.sandbox.namespaces import Namespaces
from grader.sandbox.plain import Plain
from grader.sandbox.processes import end_children
from grader.sandbox.running import Running
from grader.sandbox.sockets import Address
from grader.sandbox.syscalls import wait_of
from grader.sandbox.user import User

__all__ = [
    "AWAKE",
    "KINDS",
    "OBSERVATIONS",
    "Address",
    "Kind",
    "Look",
    "Running",
    "Sandbox",
    "build",
    "choose",
    "end_children",
    "find_bwrap",
    "obstacle_to",
]

Kind = Literal["namespaces", "user", "plain"]  # the best first
KINDS: tuple[Kind, ...] = get_args(Kind)
OBSERVATIONS: tuple[Observation, ...] = get_args(Observation)


_WORLDS: dict[Kind, type[Namespaces | User | Plain]] = {"namespaces": Namespaces, "user": User, "plain": Plain}


class Sandbox(Protocol):
    """A kind of world, chosen once for a whole grading."""

    kind: str
    own_network: bool

    def enter_fresh_world(self, ports: frozenset[int]) -> None:
        """Prepare for the next check: a place where nobody uses ``ports``."""

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


def build(kind: Kind, observation: Observation, limits: Limits, scratch: Path) -> Sandbox:
    """Make the calling process one that grades in worlds of this kind; ``scratch`` is an empty folder for them."""
    if observation == "clock":
        from grader.sandbox.clock_plain import PlainByTheClock  # noqa: PLC0415 - psutil takes longer than some checks

        return PlainByTheClock(limits, scratch)
    return _WORLDS[kind](limits, scratch)


def obstacle_to(kind: Kind, limits: Limits) -> str:
    """Return why there can be no world of this kind here, in the system's words; empty where there can be."""
    world = _WORLDS[kind]
    reader, writer = os.pipe()
    with tempfile.TemporaryDirectory(prefix="grader-") as scratch:
        if (child := os.fork()) == 0:
            try:
                world(limits, Path(scratch)).try_out()
            except OSError as error:
                os.write(writer, (error.strerror or str(error)).encode()[:4096])
            finally:
                end_children()
                os._exit(0)
        os.close(writer)
        with open(reader, "rb") as answer:
            obstacle = answer.read().decode()
        os.waitpid(child, 0)
    return obstacle


def _kernel_shows_waits() -> bool:
    """Tell whether a process can be seen waiting; tried out on a child that waits for a pipe."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.close(writer)
        os.read(reader, 1)
        os._exit(0)
    os.close(reader)
    try:
        while (wait := wait_of(child, child)) is None:
            os.sched_yield()
    except OSError:
        return False
    else:
        return wait.call == "read"
    finally:
        os.close(writer)
        os.waitpid(child, 0)
