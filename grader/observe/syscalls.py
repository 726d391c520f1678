"""What a blocked thread waits for, decoded from the system call it sits in.

Source: ``/proc/PID/task/TID/syscall`` (proc(5)): ``running``, or the number of the call, its six arguments, stack and
program counter. Numbers are those of the kernel's tables for x86_64 and for the generic table (aarch64).
"""

import os
import platform
import struct
import sys
from collections.abc import Callable

import msgspec

from grader.observe.procfs import read

_X86_64 = {
    0: "read", 19: "readv", 45: "recv", 47: "recvmsg", 43: "accept", 288: "accept", 7: "poll", 271: "ppoll",
    23: "select", 270: "select", 232: "epoll", 281: "epoll", 441: "epoll_timespec", 202: "futex", 35: "sleep",
    230: "sleep", 61: "wait", 247: "wait", 34: "pause", 130: "pause", 42: "connect", 1: "write", 44: "send",
    46: "send", 56: "clone", 58: "vfork", 435: "clone3",
}  # fmt: skip
_GENERIC = {
    63: "read", 65: "readv", 207: "recv", 212: "recvmsg", 202: "accept", 242: "accept", 73: "ppoll", 72: "select",
    22: "epoll", 441: "epoll_timespec", 98: "futex", 101: "sleep", 115: "sleep", 260: "wait", 95: "wait",
    133: "pause", 203: "connect", 64: "write", 206: "send", 211: "send", 220: "clone", 435: "clone3",
}  # fmt: skip
_CALLS = {"x86_64": _X86_64, "aarch64": _GENERIC}.get(platform.machine(), {})

_POLLFD = struct.Struct("ihh")
_POLL_INPUT = 0x1 | 0x2 | 0x2000  # POLLIN, POLLPRI, POLLRDHUP
_EPOLL_ONLY_EDGES = 1 << 31 | 1 << 30  # EPOLLET, EPOLLONESHOT: readiness does not tell whether it will be reported
_MOST_DESCRIPTORS = 1024  # what is read of a program's memory is bounded
_CLONE_VFORK = 0x4000  # source: include/uapi/linux/sched.h of the kernel
_NUMBERS = 7  # the call and its six arguments


class Wait(msgspec.Struct, frozen=True):
    """A blocked system call.

    ``descriptors`` are those whose becoming readable would end it, or None where that cannot be told. ``timed``: it may
    end by itself.
    """

    call: str
    descriptors: tuple[int, ...] | None
    timed: bool


def wait_of(pid: int, tid: int) -> Wait | None:
    """Return what the thread is blocked in, or None while it runs or can run.

    Where the call's arguments cannot be read, what it waits for is unknown. Raises OSError where the thread is gone or
    may not be looked at.
    """
    fields = read(f"/proc/{pid}/task/{tid}/syscall").split()
    if len(fields) < _NUMBERS:  # "running", or "-1 SP PC" while it waits outside a call (for a page, say)
        return None
    call = _CALLS.get(int(fields[0]), "another call")
    decode = _DECODERS.get(call, _unknown)
    try:
        return decode(call, pid, [int(field, 16) for field in fields[1:_NUMBERS]])
    except (OSError, ValueError, OverflowError, struct.error):  # another thread has unmapped that memory, or closed it
        return Wait(call, None, timed=True)


def _on_one(call: str, _: int, arguments: list[int]) -> Wait:
    return Wait(call, (arguments[0],), timed=False)


def _receive(call: str, _: int, arguments: list[int]) -> Wait:
    """Wait in recvfrom(2), which recv(3) is too: then there is no room for an address."""
    return Wait("recvfrom" if arguments[4] else call, (arguments[0],), timed=False)


def _poll(_: str, pid: int, arguments: list[int]) -> Wait:
    return Wait("poll", _polled(pid, arguments[0], arguments[1]), timed=_is_set_int(arguments[2]))


def _ppoll(_: str, pid: int, arguments: list[int]) -> Wait:
    return Wait("poll", _polled(pid, arguments[0], arguments[1]), timed=bool(arguments[2]))


def _select(_: str, pid: int, arguments: list[int]) -> Wait:
    return Wait("select", _selected(pid, arguments), timed=bool(arguments[4]))


def _epoll(_: str, pid: int, arguments: list[int]) -> Wait:
    return Wait("epoll", _registered(pid, arguments[0]), timed=_is_set_int(arguments[3]))


def _epoll_timespec(_: str, pid: int, arguments: list[int]) -> Wait:
    return Wait("epoll", _registered(pid, arguments[0]), timed=bool(arguments[3]))


def _futex(_: str, __: int, arguments: list[int]) -> Wait:
    return Wait("lock", (), timed=bool(arguments[3]))


def _inner(call: str, _: int, __: list[int]) -> Wait:
    """Wait for something within the program: a child, a signal."""
    return Wait(call, (), timed=False)


def _vfork(_: str, __: int, ___: list[int]) -> Wait:
    """Wait for what a child does with the memory that it borrows; or for the machine, before there is a child."""
    return Wait("vfork", None, timed=True)


def _clone(call: str, pid: int, arguments: list[int]) -> Wait:
    flags = arguments[0] if call == "clone" else int.from_bytes(_memory(pid, arguments[0], 8), sys.byteorder)
    return _vfork(call, pid, arguments) if flags & _CLONE_VFORK else _unknown(call, pid, arguments)


def _sleep(call: str, _: int, __: list[int]) -> Wait:
    return Wait(call, (), timed=True)


def _unknown(call: str, _: int, __: list[int]) -> Wait:
    """Wait for what nobody thought of, for a disk, or for someone who takes what is written: it may end by itself."""
    return Wait(call, None, timed=True)


_DECODERS: dict[str, Callable[[str, int, list[int]], Wait]]
_DECODERS = dict.fromkeys(("read", "readv", "recvmsg", "accept"), _on_one)
_DECODERS["recv"] = _receive
_DECODERS |= {"poll": _poll, "ppoll": _ppoll, "select": _select, "epoll": _epoll, "epoll_timespec": _epoll_timespec}
_DECODERS |= {"futex": _futex, "wait": _inner, "pause": _inner, "sleep": _sleep}
_DECODERS |= {"vfork": _vfork, "clone": _clone, "clone3": _clone}


def _is_set_int(argument: int) -> bool:
    """Whether an ``int`` of milliseconds sets a limit: negative means for ever."""
    return not argument & 0x8000_0000


def _memory(pid: int, address: int, size: int) -> bytes:
    descriptor = os.open(f"/proc/{pid}/mem", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.pread(descriptor, size, address)
    finally:
        os.close(descriptor)


def _polled(pid: int, address: int, count: int) -> tuple[int, ...] | None:
    if not 0 < count <= _MOST_DESCRIPTORS:
        return None if count else ()
    entries = _POLLFD.iter_unpack(_memory(pid, address, count * _POLLFD.size))
    polled = tuple((descriptor, events) for descriptor, events, _ in entries)
    if any(events & ~_POLL_INPUT for _, events in polled):
        return None  # it also waits to be able to write
    return tuple(descriptor for descriptor, _ in polled)


def _selected(pid: int, arguments: list[int]) -> tuple[int, ...] | None:
    count, readable, writable = arguments[0], arguments[1], arguments[2]
    if not 0 <= count <= _MOST_DESCRIPTORS:
        return None
    if writable and _bits(pid, writable, count):
        return None
    return _bits(pid, readable, count) if readable else ()


def _bits(pid: int, address: int, count: int) -> tuple[int, ...]:
    raw = _memory(pid, address, (count + 63) // 64 * 8)
    bits = int.from_bytes(raw, "little")
    return tuple(number for number in range(count) if bits >> number & 1)


def _registered(pid: int, epoll: int) -> tuple[int, ...] | None:
    """Read what an epoll descriptor watches. Source: proc(5), ``/proc/PID/fdinfo``, lines ``tfd: 5 events: 19 …``."""
    watched = []
    for line in read(f"/proc/{pid}/fdinfo/{epoll}").splitlines():
        if line.startswith("tfd:"):
            fields = line.split()
            events = int(fields[3], 16)
            if events & _EPOLL_ONLY_EDGES or events & 0x4:  # EPOLLOUT: it also waits to be able to write
                return None
            if events & _POLL_INPUT:
                watched.append(int(fields[1]))
    return tuple(watched)
