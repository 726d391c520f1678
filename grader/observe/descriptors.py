"""What lies behind a descriptor of another process."""

import ctypes
import os
import socket
import stat

_PIDFD_GETFD = 438  # source: pidfd_getfd(2); the number is the same on every architecture
_NO_TIMEOUT = bytes(16)  # a struct timeval of zeros

_libc = ctypes.CDLL(None, use_errno=True)


def socket_inode(pid: int, descriptor: int) -> int | None:
    """Return the inode of the socket behind a descriptor; None where it is no socket or gone."""
    link = _link(pid, descriptor)
    return int(link[8:-1]) if link.startswith("socket:[") else None


def may_end_by_itself(pid: int, descriptor: int) -> bool:
    """Tell whether waiting for it may end without anybody's doing.

    That is so of a timer, of a socket with SO_RCVTIMEO (socket(7)), and of a file, which a disk or a network gives out.
    """
    link = _link(pid, descriptor)
    if link.startswith("anon_inode:[timerfd]") or (link.startswith("/") and _is_of_a_disk(pid, descriptor)):
        return True
    if not link.startswith("socket:["):
        return False
    try:
        with _borrowed(pid, descriptor) as end:
            return end.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, len(_NO_TIMEOUT)) != _NO_TIMEOUT
    except OSError:  # a kernel before 5.6, or a descriptor that has gone
        return False


def _is_of_a_disk(pid: int, descriptor: int) -> bool:
    try:
        mode = os.stat(f"/proc/{pid}/fd/{descriptor}").st_mode
    except OSError:
        return True  # a file system that is slow to answer, or has gone
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISBLK(mode)


def _link(pid: int, descriptor: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/fd/{descriptor}")
    except OSError:
        return ""


def _borrowed(pid: int, descriptor: int) -> socket.socket:
    """Return a duplicate of another process's socket. Raises OSError."""
    pidfd = os.pidfd_open(pid)
    try:
        number = _libc.syscall(_PIDFD_GETFD, pidfd, descriptor, 0)
        if number < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(pidfd)
    return socket.socket(fileno=number)
