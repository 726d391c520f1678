"""Namespaces that the grading process makes for itself.

Sources: user_namespaces(7), mount_namespaces(7), network_namespaces(7).
"""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys

from grader.observe.procfs import write

_CLONE_NEWUSER = 0x10000000  # source: include/uapi/linux/sched.h
_CLONE_NEWNS = 0x00020000
_CLONE_NEWNET = 0x40000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT = 0x1, 0x2, 0x4, 0x20  # source: mount(2)
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 0x40000
_MNT_DETACH = 2
_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914  # source: netdevice(7)
_IFF_UP = 0x1
_INTERFACE_REQUEST = struct.Struct("16sh14x")
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # source: prctl(2)

# A network made from within this one gets socket tables of its own with so few buckets: the kernel walks through all of
# them whenever they are read, which takes milliseconds with the machine's own tables.
# Source: Documentation/networking/ip-sysctl.rst of the kernel.
_SMALL_TABLES = {"tcp_child_ehash_entries": 64, "udp_child_hash_entries": 128}

_libc = ctypes.CDLL(None, use_errno=True)


def become_able_to_unshare() -> None:
    """Enter a user namespace of one's own, unless root, and a mount namespace; there all further ones may be made.

    Raises OSError where the machine does not allow it. Only a process with a single thread can do this.
    """
    uid, gid = os.getuid(), os.getgid()
    if uid != 0:
        unshare_users()
        map_alone(uid, gid)
    enter_own_mounts()


def unshare_users() -> None:
    """Enter a user namespace in which nobody is known yet. Raises OSError."""
    _unshare(_CLONE_NEWUSER)


def own_namespace(kind: str) -> int:
    """Return a descriptor that stands for the namespace of this kind in which the calling process is now."""
    return os.open(f"/proc/self/ns/{kind}", os.O_RDONLY | os.O_CLOEXEC)


def map_alone(uid: int, gid: int) -> None:
    """Let the user namespace that was just entered know its maker alone, under the same numbers. Raises OSError."""
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"{uid} {uid} 1")
    write("/proc/self/gid_map", f"{gid} {gid} 1")


def enter_own_mounts() -> None:
    """Enter a mount namespace of one's own: what is mounted from now on is seen here alone. Raises OSError."""
    _unshare(_CLONE_NEWNS)
    _mount(b"none", b"/", b"", _MS_REC | _MS_PRIVATE, b"")


def enter_a_fresh_network() -> None:
    """Leave the network namespace for a new one whose only interface is a loopback that is up. Raises OSError."""
    _unshare(_CLONE_NEWNET)
    for setting, buckets in _SMALL_TABLES.items():
        try:
            write(f"/proc/sys/net/ipv4/{setting}", str(buckets))
        except OSError:  # an older kernel, or settings that may not be written: reading the tables takes longer
            break
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = _INTERFACE_REQUEST.pack(b"lo", 0)
        _, flags = _INTERFACE_REQUEST.unpack(fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request))
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, _INTERFACE_REQUEST.pack(b"lo", flags | _IFF_UP))


def mount_fresh_folder(path: str, mebibytes: int, owner: int | None = None) -> None:
    """Put an empty folder in memory, of a bounded size, at ``path``, in place of one from before. Raises OSError.

    It is everybody's, or its ``owner``'s alone.
    """
    _libc.umount2(os.fsencode(path), _MNT_DETACH)  # fails where nothing is mounted yet, which is as good
    mount_in_memory(path, mebibytes, 0o1777 if owner is None else 0o700, owner)


def mount_in_memory(path: str, mebibytes: int, mode: int, owner: int | None = None) -> None:
    """Lay an empty folder in memory, of a bounded size, over ``path``. Raises OSError."""
    options = f"size={mebibytes}m,nr_inodes=4k,mode={mode:o}"
    if owner is not None:
        options += f",uid={owner},gid={owner}"
    _mount(b"tmpfs", os.fsencode(path), b"tmpfs", _MS_NOSUID | _MS_NODEV, options.encode())


def make_read_only(path: str) -> None:
    """Let nobody write to what is mounted at ``path``. Raises OSError."""
    _mount(b"none", os.fsencode(path), b"", _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV, b"")


def bind(source: str, path: str) -> None:
    """Show the folder ``source`` at ``path``, too. Raises OSError."""
    _mount(os.fsencode(source), os.fsencode(path), b"", _MS_BIND, b"")


def adopt_orphans() -> None:
    """Become the parent of every process below this one whose own parent ends, so that none escapes; on Linux."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent(parent: int) -> None:
    """Be killed when the parent ends, however it ends, and now if it has; only Linux knows that."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def _mount(source: bytes, target: bytes, kind: bytes, flags: int, options: bytes) -> None:
    _check(_libc.mount(source, target, kind, ctypes.c_ulong(flags), options))


def _unshare(flags: int) -> None:
    _check(_libc.unshare(flags))


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
