"""Where a student's program runs, and what can be seen of it from outside."""

import os
import tempfile
from pathlib import Path
from typing import Literal, Protocol

from grader.failures import BadCall
from grader.model import Limits
from grader.sandbox.look import AWAKE, Look
from grader.sandbox.namespaces import Namespaces
from grader.sandbox.plain import Plain
from grader.sandbox.processes import end_children
from grader.sandbox.running import Running
from grader.sandbox.sockets import CLOSE_WAIT, Address, Socket, on_its_way, table, unix_inodes
from grader.sandbox.syscalls import wait_of

__all__ = [
    "AWAKE",
    "CLOSE_WAIT",
    "KINDS",
    "Address",
    "Kind",
    "Look",
    "Running",
    "Sandbox",
    "Socket",
    "build",
    "choose",
    "end_children",
    "sockets_at",
    "something_is_on_its_way",
    "unix_inodes",
]

Kind = Literal["namespaces", "plain"]
KINDS: tuple[Kind, ...] = ("namespaces", "plain")


class Sandbox(Protocol):
    """A kind of world, chosen once for a whole grading."""

    kind: str
    own_network: bool

    def enter_fresh_world(self, ports: frozenset[int]) -> None:
        """Prepare for the next check: a place where nobody uses ``ports``."""

    def start(self, folder: Path, file: str, ports: frozenset[int]) -> Running:
        """Start the program ``folder/file`` on a terminal of its own."""


def choose(limits: Limits, wanted: str | None = None) -> Kind:
    """Return the best kind of world that this machine allows; ``wanted`` overrides. Tried out in a child process.

    Raises BadCall where the machine does not allow what is wanted, or where a program cannot be watched on it.
    """
    if not _kernel_shows_waits():
        msg = "this machine's kernel does not show what a process waits for (/proc/PID/syscall): nothing can be judged"
        raise BadCall(msg)
    if wanted == "plain":
        return "plain"
    obstacle = _obstacle_to_namespaces(limits)
    if obstacle and wanted == "namespaces":
        msg = f"this machine allows no worlds of kind 'namespaces': {obstacle}"
        raise BadCall(msg)
    return "plain" if obstacle else "namespaces"


def build(kind: Kind, limits: Limits, scratch: Path) -> Sandbox:
    """Make the calling process one that grades in worlds of this kind; ``scratch`` is an empty folder for them."""
    return Namespaces(limits, scratch) if kind == "namespaces" else Plain(limits, scratch)


def sockets_at(ports: frozenset[int]) -> tuple[Socket, ...]:
    """Return all sockets, whoever holds them, that touch ``ports`` at either end."""
    return table(ports)


def something_is_on_its_way(ports: frozenset[int]) -> bool:
    """Tell whether a connection that touches ``ports`` carries something that has not arrived yet."""
    return on_its_way(table(ports))


def _obstacle_to_namespaces(limits: Limits) -> str:
    """Return why there can be none here, in the system's words; empty where there can be."""
    reader, writer = os.pipe()
    with tempfile.TemporaryDirectory(prefix="grader-") as scratch:
        if (child := os.fork()) == 0:
            try:
                Namespaces(limits, Path(scratch)).try_out()
            except OSError as error:
                os.write(writer, (error.strerror or str(error)).encode()[:4096])
            finally:
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
