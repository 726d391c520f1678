"""Connections that have ended and that the kernel still remembers: who held a port last is the next one's business."""

import select
import socket
import time
from ipaddress import ip_address

from grader.observe.sockets import Address

_LONGEST = 70.0  # seconds of one grading; an ended connection is remembered for 60 of them on Linux, for 30 on macOS
_PAUSE = 2.0  # milliseconds between two looks: the kernel has the word


class Patience:
    """How long one grading waits, in all, for what nobody can end."""

    def __init__(self) -> None:
        """Begin with all of it."""
        self._left = _LONGEST

    def pause(self) -> bool:
        """Wait a moment, and tell whether there is patience for another one.

        A socket in the queue of a socket that nobody holds is given up when the kernel collects such queues, which it
        does when a Unix socket is closed (net/unix/garbage.c).
        """
        began = time.monotonic()
        socket.socket(socket.AF_UNIX).close()
        select.poll().poll(_PAUSE)
        self._left -= time.monotonic() - began
        return self._left > 0


def end_memory_of(local: Address, remote: Address) -> None:
    """End a connection that the kernel still remembers, so that the next server may take its port at once.

    A connection attempt from the very port of its other end is answered with the old connection's acknowledgement,
    to which the kernel replies with a reset; a reset ends TIME_WAIT (RFC 1337 describes the hazard; sysctl
    ``net.ipv4.tcp_rfc1337`` is off by default).

    Where both ends left at the same moment, both are remembered. Then an attempt takes its own end's memory over
    once that is a second old (tcp(7), ``tcp_tw_reuse``: on loopback by default), which the kernel allows only to
    the end that had set SO_REUSEADDR: the grader's. Which end that is, is tried.
    """
    for here, there in ((remote, local), (local, remote)):
        family = socket.AF_INET6 if ":" in here[0] else socket.AF_INET
        for scope in _scopes(here[0]):
            with socket.socket(family, socket.SOCK_STREAM) as old_end:
                old_end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                old_end.settimeout(0)
                try:
                    old_end.bind((*here, *scope))
                    old_end.connect_ex((*there, *scope))
                except OSError:  # held without SO_REUSEADDR, by somebody else now, or never on this machine
                    continue


def _scopes(host: str) -> list[tuple[int, ...]]:
    """Return what has to be said besides host and port: for a link-local address, which link; that is tried too."""
    if ip_address(host).is_link_local and ":" in host:
        return [(0, index) for index, _ in socket.if_nameindex()]
    return [()]
