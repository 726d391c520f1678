"""The world of kind ``plain`` where the kernel shows little: whether its ports are free is found out by trying."""

import errno
import select
import socket
import time
from pathlib import Path

import psutil

from grader.failures import GraderBroken
from grader.model import Limits
from grader.sandbox.clock import ByTheClock
from grader.sandbox.plain import PlainWorld, end_memory_of
from grader.sandbox.running import Running
from grader.sandbox.sockets import Address
from grader.sandbox.terminal import Terminal

_LONGEST_FAREWELL = 70.0  # seconds; an ended connection is remembered for 30 of them on macOS, for 60 on Linux
_PAUSE = 0.02  # seconds; a connection that is being closed: the kernel has the word
_ANY = "0.0.0.0"  # noqa: S104 - it is tried whether a server could have it; nobody listens


class PlainByTheClock(PlainWorld):
    """The machine as it is, as far as psutil tells."""

    def __init__(self, limits: Limits, scratch: Path) -> None:
        """Use ``scratch``, an empty folder."""
        super().__init__(limits, scratch)
        self._keyboard_seconds = limits.keyboard_seconds
        self._remembered: list[tuple[Address, Address]] = []

    def leave_world(self, connections: list[tuple[Address, Address]]) -> None:
        """End what the kernel remembers of them, too: nobody could say later which connections those were."""
        super().leave_world(connections)
        self._remembered += connections
        self._end_memories()

    def _free(self, ports: frozenset[int]) -> None:
        began = time.monotonic()
        owner = None
        while taken := [port for port in ports if not _is_free(port)]:
            owner = _owner(taken[0]) if owner is None else owner
            if owner:
                msg = f"port {taken[0]} is taken by {owner}; end it and grade again"
                raise GraderBroken(msg)
            if time.monotonic() - began > _LONGEST_FAREWELL:
                msg = f"port {taken[0]} is still held, by another user's process or a connection that does not end"
                raise GraderBroken(msg)
            self._end_memories()
            select.select([], [], [], _PAUSE)
        self._remembered.clear()

    def _end_memories(self) -> None:
        for local, remote in self._remembered:
            end_memory_of(local, remote)

    def _watched(self, terminal: Terminal, ports: frozenset[int]) -> Running:
        del ports  # nobody tells whose sockets touch them
        return ByTheClock(terminal, self._keyboard_seconds)


def _is_free(port: int) -> bool:
    """Whether a server that sets no options could have it, at any address and over either protocol."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as server:
            try:
                server.bind((_ANY, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                return False
    return True


def _owner(port: int) -> str:
    """Name the process of this user's that takes clients or datagrams there; empty where none is known."""
    for process in psutil.process_iter():
        try:
            for one in process.net_connections("inet"):
                if one.laddr and one.laddr.port == port and one.status in {psutil.CONN_LISTEN, psutil.CONN_NONE}:
                    return f"process {process.pid} ({process.name()})"
        except psutil.Error:
            continue
    return ""
