"""Which calls a program makes, and on which sockets: those that it waits in, and those in which it is stopped."""

from collections.abc import Iterable
from contextlib import suppress

import msgspec

from grader.observe.descriptors import socket_inode
from grader.observe.processes import Thread, thread_ids
from grader.observe.sockets import Address, Socket, table, unix_inodes
from grader.observe.syscalls import wait_of


class Held(msgspec.Struct, frozen=True):
    """A connection in a program's hands: to whom, whether that side has ended its stream, whether bytes lie unread."""

    remote: Address
    at_its_end: bool
    unread: bool


class Call(msgspec.Struct, frozen=True):
    """A system call: whom the sockets lead to that it is about, and whether one of them has no address at all."""

    name: str
    remotes: tuple[Address, ...] = ()
    without_address: bool = False


def waited_in(threads: Iterable[Thread]) -> tuple[Call, ...]:
    """Return the calls that these threads are blocked in."""
    rows = _rows()
    waiting = ((thread.pid, thread.wait) for thread in threads if thread.wait is not None)
    return tuple(_call(wait.call, pid, wait.descriptors or (), rows) for pid, wait in waiting)


def stopped_in(pids: Iterable[int]) -> tuple[Call, ...]:
    """Return the calls that the threads of processes, which are stopped, were in; none for a thread that was in none.

    A thread stops on its way out of a call, and the call's number still shows (proc(5), ``syscall``).
    """
    rows, found = _rows(), []
    for pid in pids:
        for tid in thread_ids(pid):
            with suppress(OSError):
                wait = wait_of(pid, tid)
                if wait is not None and wait.call:
                    found.append(_call(wait.call, pid, wait.descriptors or (), rows))
    return tuple(found)


def _rows() -> dict[int, Socket]:
    return {row.inode: row for row in table()}


def _call(name: str, pid: int, descriptors: tuple[int, ...], rows: dict[int, Socket]) -> Call:
    inodes = {inode for inode in (socket_inode(pid, descriptor) for descriptor in descriptors) if inode is not None}
    remotes = tuple(sorted(rows[inode].remote for inode in inodes if inode in rows))
    return Call(name, remotes, without_address=bool(inodes - set(rows) - unix_inodes()))
