"""The world of kind ``plain`` where the kernel shows little: whether its ports are free is found out by trying."""

import errno
import socket
from ipaddress import IPv6Address, ip_address
from pathlib import Path

import psutil

from grader.course import Limits
from grader.failures import GraderBroken
from grader.observe.sockets import Address
from grader.observe.terminal import Terminal
from grader.sandbox.clock import ByTheClock
from grader.sandbox.farewell import end_memory_of
from grader.sandbox.plain import PlainWorld
from grader.sandbox.running import Running

_ANY = {socket.AF_INET: "0.0.0.0", socket.AF_INET6: "::"}  # noqa: S104 - a server could have it; nobody listens


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
        owner = None
        while taken := [port for port in ports if not _is_free(port)]:
            owner = _owner(taken[0]) if owner is None else owner
            if owner:
                msg = f"port {taken[0]} is taken by {owner}; end it and grade again"
                raise GraderBroken(msg)
            if not self._patience.pause():
                msg = f"port {taken[0]} is still held, by another user's process or a connection that does not end"
                raise GraderBroken(msg)
            self._remembered = list({*self._remembered, *_remembered_at(ports)})
            self._end_memories()
        self._remembered.clear()

    def _end_memories(self) -> None:
        for local, remote in self._remembered:
            end_memory_of(local, remote)

    def _watched(self, terminal: Terminal, ports: frozenset[int]) -> Running:
        del ports  # nobody tells whose sockets touch them
        return ByTheClock(terminal, self._keyboard_seconds)


def _is_free(port: int) -> bool:
    """Whether a server that sets no options could have it, at any address and over either protocol."""
    for family, host in _ANY.items():
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            try:
                with socket.socket(family, kind) as server:
                    if family == socket.AF_INET6:
                        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                    server.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    return False
                if family == socket.AF_INET:  # IPv6, not every machine has
                    raise
    return True


def _remembered_at(ports: frozenset[int]) -> list[tuple[Address, Address]]:
    """Return the ended connections that the system still remembers at these ports, where it tells them to us."""
    try:
        known = psutil.net_connections("tcp")
    except psutil.Error:  # macOS tells them to root alone
        return []
    return [
        (_plainly(*one.laddr), _plainly(*one.raddr))
        for one in known
        if one.status == psutil.CONN_TIME_WAIT and one.laddr and one.laddr.port in ports
    ]


def _plainly(host: str, port: int) -> Address:
    """Return an IPv4 address that is written as one of IPv6 as what it is."""
    address = ip_address(host)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address), port


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
