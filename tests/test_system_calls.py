"""The filter of system calls, call by call, as the kernel would run it: for each architecture, on any machine."""

import errno
import os
import platform
import struct
import subprocess
import sys

import pytest

from grader.sandbox import seccomp
from tests.paths import ROOT

ALLOWED, KILLED = 0x7FFF0000, 0x80000000
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CALLS = {
    "x86_64": {"clone": 56, "ioctl": 16, "socket": 41, "prctl": 157, "read": 0, "ptrace": 101, "memfd_create": 319},
    "aarch64": {"clone": 220, "ioctl": 29, "socket": 198, "prctl": 167, "read": 63, "ptrace": 117, "memfd_create": 279},
}
NEW_USER, NEW_NET = 0x10000000, 0x40000000


def verdict(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """Return what the filter says of a call. Source: Documentation/networking/filter.rst of the kernel."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=IIQ6Q", number, MACHINES[machine] if architecture is None else architecture, 0, *words)
    loaded, at = 0, 0
    program = list(struct.iter_unpack("HBBI", seccomp.build()))
    for _ in program:
        code, if_true, if_false, constant = program[at]
        at += 1
        if code == 0x20:
            (loaded,) = struct.unpack_from("=I", data, constant)
        elif code == 0x06:
            return int(constant)
        else:
            holds = {0x15: loaded == constant, 0x35: loaded >= constant, 0x45: bool(loaded & constant)}[code]
            at += if_true if holds else if_false
    raise AssertionError("it comes to no verdict")


def fails_with(number: int) -> int:
    """Return the verdict that lets a call fail."""
    return 0x00050000 | number


@pytest.mark.parametrize("machine", MACHINES)
def test_each_call_has_its_verdict(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no exercise needs fails as if there were no such call; what arguments decide, they decide."""
    monkeypatch.setattr(platform, "machine", lambda: machine)
    call = CALLS[machine]
    expected: dict[tuple[int, ...], int] = {
        (call["read"], 1): ALLOWED,
        (call["ptrace"],): fails_with(errno.ENOSYS),
        (call["memfd_create"],): fails_with(errno.ENOSYS),
        (441,): ALLOWED,
        (442,): fails_with(errno.ENOSYS),
        (10_000,): fails_with(errno.ENOSYS),
        (0x40000000,): fails_with(errno.ENOSYS),
        (call["clone"], 17): ALLOWED,
        (call["clone"], NEW_USER | 17): fails_with(errno.EPERM),
        (call["clone"], NEW_NET): fails_with(errno.EPERM),
        (call["clone"], 17, NEW_NET): ALLOWED,
        (call["ioctl"], 0, 0x5401): ALLOWED,
        (call["ioctl"], 0x5412, 0x5413): ALLOWED,
        **{(call["ioctl"], 0, trick): fails_with(errno.EPERM) for trick in (0x5412, 0x541C, 0x5423, 0x541D)},
        **{(call["socket"], family): ALLOWED for family in (1, 2, 10, 16)},
        **{(call["socket"], family, 2): fails_with(errno.EAFNOSUPPORT) for family in (0, 3, 9, 17, 40)},
        (call["prctl"], 4): fails_with(errno.EPERM),
        (call["prctl"], 15, 4): ALLOWED,
    }
    assert {words: verdict(machine, *words) for words in expected} == expected
    assert verdict(machine, call["read"], architecture=0x40000003) == KILLED


def test_a_machine_without_a_filter_is_told() -> None:
    """An architecture whose numbers nobody has written down has none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(platform, "machine", lambda: "riscv64")
        with pytest.raises(OSError, match="no filter of system calls for riscv64"):
            seccomp.build()


CONFINED = """
import ctypes, os, sys
sys.path.insert(0, sys.argv[1])
from grader.sandbox import seccomp
built = seccomp.build()
file = seccomp.as_file(built)
assert [os.read(seccomp.opened(file), 1 << 16) == built for _ in range(2)] == [True, True]
seccomp.confine(built)
print(*[line.split()[1] for line in open("/proc/self/status") if line.startswith(("NoNewPrivs", "Seccomp:"))])
try:
    os.memfd_create("x")
except OSError as error:
    print(error.strerror)
try:
    seccomp.confine(b"")
except OSError as error:
    print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has filters of system calls")
def test_a_process_that_is_confined_can_do_no_more() -> None:
    """It gains no privileges, and what is refused is refused; a filter that is none is told."""
    answer = subprocess.run([sys.executable, "-c", CONFINED, str(ROOT)], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["1 2", os.strerror(errno.ENOSYS), "refused"]
