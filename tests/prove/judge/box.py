"""A box: a process in namespaces of its own, over a view of the whole machine in which nothing that it changes is kept.

It sees no process, no network and no control group of the machine, so a mutant that kills, unmounts or deletes harms
nothing. Root alone can make one. Imports nothing but the standard library: no module of the grader may be loaded yet.

Sources: namespaces(7), pid_namespaces(7), pivot_root(2), Documentation/filesystems/overlayfs.rst of the kernel.
"""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

_NEW_MOUNTS, _NEW_UTS, _NEW_IPC = 0x00020000, 0x04000000, 0x08000000  # source: include/uapi/linux/sched.h
_NEW_PIDS, _NEW_NETWORK = 0x20000000, 0x40000000
_MS_RDONLY, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x1, 0x20, 0x1000, 0x4000, 0x40000  # source: mount(2)
_MNT_DETACH = 2
_PR_SET_PDEATHSIG = 1
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1  # source: netdevice(7)
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_MOST_MEMORY = 6 << 30  # bytes, of each process
PLACE = "/tmp"  # noqa: S108 - where the view is put together; every box has its own, which is empty

_libc = ctypes.CDLL(None, use_errno=True)


def run_in_a_box(work: Callable[[], None]) -> int:
    """Fork a process that does ``work`` in a box, and return its number: when it ends, or is killed, all in it end."""
    here = os.getpid()
    if (child := os.fork()) == 0:
        _ending(lambda: _keep(work, here))
    return child


def _ending(work: Callable[[], None]) -> NoReturn:
    """Do ``work`` in a child, whose status tells whether it came to its end."""
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def _keep(work: Callable[[], None], parent: int) -> None:
    """Enter the namespaces, and wait for the first process in them."""
    _die_with(parent)
    os.setsid()
    _check(_libc.unshare(_NEW_MOUNTS | _NEW_UTS | _NEW_IPC | _NEW_PIDS | _NEW_NETWORK))
    if (first := os.fork()) == 0:
        _ending(lambda: _begin(work))
    os.waitpid(first, 0)


def _begin(work: Callable[[], None]) -> None:
    """Be the first process: lay out the view, let another one do the work, and bury what is left behind."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0))
    _enter_the_view()
    _raise_the_loopback()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    if (worker := os.fork()) == 0:
        _ending(work)
    while os.wait()[0] != worker:
        pass


def _enter_the_view() -> None:
    """Make the machine's files the lower layer of a root of our own."""
    here = Path.cwd()
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE)
    _mount("tmpfs", PLACE, "tmpfs")
    upper, scratch, root = (f"{PLACE}/{name}" for name in ("upper", "scratch", "root"))
    for folder in (upper, scratch, root):
        Path(folder).mkdir()
    _mount("overlay", root, "overlay", options=f"lowerdir=/,upperdir={upper},workdir={scratch}")
    _mount("proc", f"{root}/proc", "proc")
    _mount("/sys", f"{root}/sys", "", _MS_BIND)
    _mount("none", f"{root}/sys", "", _MS_REMOUNT | _MS_BIND | _MS_RDONLY)
    _mount("tmpfs", f"{root}{PLACE}", "tmpfs", options="mode=1777")
    _mount("tmpfs", f"{root}/dev", "tmpfs", options="mode=755")
    for device in _DEVICES:
        Path(root, "dev", device).touch()
        _mount(f"/dev/{device}", f"{root}/dev/{device}", "", _MS_BIND)
    for folder, kind, options in (("pts", "devpts", "newinstance,ptmxmode=0666,mode=620"), ("shm", "tmpfs", "")):
        Path(root, "dev", folder).mkdir()
        _mount(kind, f"{root}/dev/{folder}", kind, options=options)
    Path(root, "dev", "ptmx").symlink_to("pts/ptmx")
    Path(root, "dev", "fd").symlink_to("/proc/self/fd")
    os.chdir(root)
    _check(_libc.pivot_root(b".", b"."))
    _check(_libc.umount2(b".", _MNT_DETACH))
    os.chdir(here)


def _raise_the_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))


def _die_with(parent: int) -> None:
    _check(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0))
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _mount(source: str, target: str, kind: str, flags: int = 0, options: str = "") -> None:
    _check(_libc.mount(source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()))


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
