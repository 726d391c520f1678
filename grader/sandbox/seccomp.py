"""Which of the kernel's calls a program may make: a filter that knows no exercise's needs, only what none needs.

Sources: seccomp(2); Documentation/userspace-api/seccomp_filter.rst; include/uapi/linux/filter.h, bpf_common.h,
seccomp.h and audit.h; arch/x86/entry/syscalls/syscall_64.tbl; include/uapi/asm-generic/unistd.h (ARM64).

A refused call fails as on a kernel that does not have it (ENOSYS), for which the C library knows other ways. So what
is newer than this table is refused too, and ``clone3``, whose flags lie in memory that a filter cannot read: the C
library then takes ``clone``.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

_INSTRUCTION = struct.Struct("HBBI")  # struct sock_filter: code, jump if true, jump if false, constant
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _FAIL_WITH, _KILL = 0x7FFF0000, 0x00050000, 0x80000000  # SECCOMP_RET_ALLOW, _ERRNO, _KILL_PROCESS
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # where they stand in struct seccomp_data
_SECOND_ARGUMENT = _FIRST_ARGUMENT + 8
_X32 = 0x40000000  # __X32_SYSCALL_BIT: the same calls once more, under other numbers
_PR_SET_DUMPABLE = 4  # a process that may not be dumped may not be looked at either; source: prctl(2)
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2  # source: prctl(2)

# Per architecture: its name in audit.h, then the calls whose arguments decide, then those that are always refused.
_ARCHITECTURES = {
    "x86_64": (0xC000003E, {"clone": 56, "ioctl": 16, "socket": 41, "prctl": 157}),
    "aarch64": (0xC00000B7, {"clone": 220, "ioctl": 29, "socket": 198, "prctl": 167}),
}
_REFUSED = {  # (x86_64, aarch64); None where the architecture has no such call
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "perf_event_open": (298, 241),
    # namespaces and file systems
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "open_tree": (428, 428),
    "move_mount": (429, 429), "unshare": (272, 97), "setns": (308, 268), "clone3": (435, 435),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    "mknod": (133, None), "mknodat": (259, 33), "quotactl": (179, 60),
    # what has been the way into many a kernel
    "bpf": (321, 280), "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "personality": (135, 92), "modify_ldt": (154, None), "lookup_dcookie": (212, 18), "vmsplice": (278, 75),
    # the machine's own affairs
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "sethostname": (170, 161), "setdomainname": (171, 162), "syslog": (103, 116),
    "vhangup": (153, 58), "iopl": (172, None), "ioperm": (173, None), "uselib": (134, None), "_sysctl": (156, None),
    "nfsservctl": (180, 42), "move_pages": (279, 239), "migrate_pages": (256, 238), "mbind": (237, 235),
    "set_mempolicy": (238, 237),
    # memory and messages that outlive a process or that no limit counts (Python's own shared memory is in /dev/shm)
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180), "memfd_create": (319, 279),
}  # fmt: skip
_NEWEST = 442  # the first number that is refused because it is too new (mount_setattr); the same everywhere

# include/uapi/linux/sched.h: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET; but not NEWTIME,
# whose bit means something else to clone (it is an exit signal's).
_NAMESPACES = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
# include/uapi/asm-generic/ioctls.h: TIOCSTI types keys, TIOCLINUX pastes them, TIOCSETD and TIOCCONS change terminals.
_TERMINAL_TRICKS = (0x5412, 0x541C, 0x5423, 0x541D)
_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (which the C library asks for names of interfaces)


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def build() -> bytes:
    """Return the filter for this machine: an array of ``struct sock_filter``. Raises OSError where it has none."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"there is no filter of system calls for {machine}")
    architecture, calls = _ARCHITECTURES[machine]
    column = list(_ARCHITECTURES).index(machine)
    refused = sorted(number for numbers in _REFUSED.values() if (number := numbers[column]) is not None)
    return b"".join(
        (
            _load(_ARCHITECTURE),
            _jump(_JUMP_IF_EQUAL, architecture, skip_if_true=1),
            _give(_KILL),
            _load(_NUMBER),
            _if(_JUMP_IF_AT_LEAST, _X32 if machine == "x86_64" else _NEWEST, _fail(errno.ENOSYS)),
            _if(_JUMP_IF_AT_LEAST, _NEWEST, _fail(errno.ENOSYS)),
            *(_if(_JUMP_IF_EQUAL, number, _fail(errno.ENOSYS)) for number in refused),
            # The kernel looks at the lower half of these arguments alone, and so does the filter.
            _if(
                _JUMP_IF_EQUAL,
                calls["clone"],
                _load(_FIRST_ARGUMENT) + _if(_JUMP_IF_ANY_BIT, _NAMESPACES, _fail(errno.EPERM)) + _give(_ALLOW),
            ),
            _if(
                _JUMP_IF_EQUAL,
                calls["ioctl"],
                _load(_SECOND_ARGUMENT)
                + b"".join(_if(_JUMP_IF_EQUAL, trick, _fail(errno.EPERM)) for trick in _TERMINAL_TRICKS)
                + _give(_ALLOW),
            ),
            _if(
                _JUMP_IF_EQUAL,
                calls["socket"],
                _load(_FIRST_ARGUMENT)
                + b"".join(_if(_JUMP_IF_EQUAL, family, _give(_ALLOW)) for family in _FAMILIES)
                + _fail(errno.EAFNOSUPPORT),
            ),
            _if(
                _JUMP_IF_EQUAL,
                calls["prctl"],
                _load(_FIRST_ARGUMENT) + _if(_JUMP_IF_EQUAL, _PR_SET_DUMPABLE, _fail(errno.EPERM)) + _give(_ALLOW),
            ),
            _give(_ALLOW),
        )
    )


def as_file(filter_: bytes) -> int:
    """Return a descriptor of the filter, for bubblewrap; each of its runs opens it anew with ``opened``."""
    descriptor = os.memfd_create("filter", os.MFD_CLOEXEC)
    os.write(descriptor, filter_)
    return descriptor


def opened(descriptor: int) -> int:
    """Return a descriptor that reads the same from the beginning, whoever else reads it meanwhile."""
    return os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY | os.O_CLOEXEC)


def confine(filter_: bytes) -> None:
    """Let the calling process, and all that it starts, make no other calls, and gain no privileges. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(filter_) // _INSTRUCTION.size, filter_)
    words = ((_PR_SET_NO_NEW_PRIVS, 1, None), (_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program)))
    for option, word, pointer in words:
        if libc.prctl(option, ctypes.c_ulong(word), pointer, None, None) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _load(offset: int) -> bytes:
    return _INSTRUCTION.pack(_LOAD, 0, 0, offset)


def _jump(kind: int, constant: int, *, skip_if_true: int = 0, skip_if_false: int = 0) -> bytes:
    return _INSTRUCTION.pack(kind, skip_if_true, skip_if_false, constant)


def _if(kind: int, constant: int, then: bytes) -> bytes:
    return _jump(kind, constant, skip_if_false=len(then) // _INSTRUCTION.size) + then


def _give(verdict: int) -> bytes:
    return _INSTRUCTION.pack(_RETURN, 0, 0, verdict)


def _fail(number: int) -> bytes:
    return _give(_FAIL_WITH | number)
