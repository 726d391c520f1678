"""The examining process's side of ``starter.py``: it has programs started that become its children."""

import os
import socket
import subprocess
import sys
from marshal import dumps
from typing import TYPE_CHECKING

import msgspec

from grader.failures import GraderBroken

if TYPE_CHECKING:
    from grader.sandbox import starter

_STARTER = os.path.join(os.path.dirname(__file__), "starter.py")
_CHUNK = 4096  # bytes


class Manner(msgspec.Struct, frozen=True):
    """What a process does before it becomes the program."""

    groups: tuple[str, ...]  # control groups to enter
    limits: tuple[tuple[int, int], ...]  # setrlimit(2)
    umask: int
    namespaces: tuple[int, ...]  # to enter, in this order
    becomes_root: bool  # of the user namespace that it entered last, and is nobody else any more
    # The last one but one is a PID namespace: its next processes have numbers after this, its /proc is mounted there.
    prepared: tuple[int, str] = (0, "")


class Starter:
    """A small process that forks instead of this one. It ends with this one, however that ends."""

    def __init__(self) -> None:
        """Start it, in the namespaces in which this process is now."""
        self._orders, listens = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with listens:
            subprocess.Popen([sys.executable, "-I", "-S", _STARTER], stdin=listens.fileno())

    def start(
        self, terminal: int, command: list[str], environment: dict[str, str], manner: Manner, passed: tuple[int, ...]
    ) -> int:
        """Start ``command``, a path and its words, on ``terminal``; return its process, a child of this one.

        It gets the descriptors ``passed`` under the same numbers. Raises GraderBroken where it cannot be started.
        """
        order: starter.Order = (
            [os.fsencode(word) for word in command],
            {os.fsencode(name): os.fsencode(value) for name, value in environment.items()},
            [os.fsencode(group) for group in manner.groups],
            list(manner.limits),
            manner.umask,
            len(manner.namespaces),
            (manner.prepared[0], os.fsencode(manner.prepared[1])),
            manner.becomes_root,
            passed,
            os.getpid(),
        )
        hears, tells = os.pipe()
        with open(hears, "rb") as answers:
            try:
                socket.send_fds(self._orders, [dumps(order)], [tells, terminal, *manner.namespaces, *passed])
            except OSError as error:
                raise GraderBroken(f"no program can be started any more: {error.strerror}") from error
            finally:
                os.close(tells)
            pid, _, complaint = answers.read(_CHUNK).partition(b" ")
        if complaint or not pid.isdigit():
            said = (complaint or pid).decode(errors="replace") or "whoever starts programs has gone"
            raise GraderBroken(f"the program could not be started: {said}")
        return int(pid)
