"""What an ordinary login has, a program has: the same in every kind of world, whoever calls the grader and how."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT, environment, run
from tests.worlds import Caller, run_in_worlds

USES_ALL = ROOT / "tests/submissions/tcp_v1_client/accepted/uses_what_a_login_has.py"
WORLDS = [
    pytest.param("namespaces", "kernel", id="namespaces"),
    pytest.param("user", "kernel", id="user", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can")),
    pytest.param("plain", "kernel", id="plain"),
    pytest.param("plain", "clock", id="by the clock"),
]
# A caller with another encoding, other habits and other names.
CALLER = {
    "LANG": "zh_CN.GBK",
    "LC_ALL": "C",
    "LC_CTYPE": "en_US.ISO-8859-1",
    "LANGUAGE": "zh",
    "PYTHONIOENCODING": "latin-1",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUNBUFFERED": "1",
    "PYTHONPATH": "/nowhere",
    "USER": "somebody",
    "LOGNAME": "somebody else",
    "HOME": "/nonexistent",
}
TELLS = """
import os, sys
from pathlib import Path
print(sorted(os.environ), oct(os.umask(0)), sys.stdout.encoding, sys.flags.utf8_mode, os.environ["LANG"])
print(sorted(path.name for path in Path.home().iterdir()))
Path.home().joinpath("note").touch()
"""


@pytest.mark.parametrize(("kind", "observation"), WORLDS)
@pytest.mark.xdist_group("loopback")
def test_a_program_has_what_a_login_has(tmp_path: Path, kind: str, observation: str) -> None:
    """A user's name, a home, temporary files, services, protocols, a host's name, a terminal and UTF-8 are there."""
    program = USES_ALL.read_text(encoding="utf-8").partition("with socket.socket")[0]
    lines = run_in_worlds(kind, tmp_path, program, observation=observation, variables=CALLER)
    assert lines[-1] == "status 0", lines
    assert "and one more" in lines


@pytest.mark.parametrize(("kind", "observation"), WORLDS)
@pytest.mark.xdist_group("loopback")
def test_a_program_that_uses_all_that_a_login_has_gets_full_marks(tmp_path: Path, kind: str, observation: str) -> None:
    """The marks of such a program are the same in every kind of world, and by the clock."""
    (tmp_path / "submission" / "tcp_v1").mkdir(parents=True)
    shutil.copy(USES_ALL, tmp_path / "submission" / "tcp_v1" / "client.py")
    words = ("--isolation", kind, "--observe", observation, "--only", "tcp_v1/client")
    answer = run("grade", tmp_path / "submission", *words, "--reports", tmp_path / "reports")
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(("kind", "observation"), WORLDS)
@pytest.mark.xdist_group("loopback")
def test_a_program_starts_the_same_in_every_kind(tmp_path: Path, kind: str, observation: str) -> None:
    """Whatever variables and umask the caller has: the same environment, and a home with the program's folder alone."""
    before = os.umask(0o077)
    try:
        lines = run_in_worlds(kind, tmp_path, TELLS, TELLS, observation=observation, variables=CALLER)
    finally:
        os.umask(before)
    names = ["HOME", "LANG", "LOGNAME", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "USER"]
    told = [f"{names} 0o22 utf-8 0 C.UTF-8", "['programs']", "status 0"]
    assert lines == told * 2


@pytest.fixture
def container(tmp_path: Path) -> Caller:
    """Return root as in a container that may mount nothing, whose /etc/passwd and /etc/group were completed."""
    if os.getuid() != 0 or not (shutil.which("setpriv") and shutil.which("unshare")):
        pytest.skip("needs root, setpriv and unshare")
    etc = tmp_path / "etc"
    etc.mkdir()
    for name in ("passwd", "group"):
        shutil.copy(f"/etc/{name}", etc / name)
    complete(etc)
    mount = "mount --bind $0/passwd /etc/passwd && mount --bind $0/group /etc/group"
    drop = 'exec setpriv --bounding-set=-sys_admin,-sys_ptrace "$@"'
    return Caller(command=("unshare", "--mount", "sh", "-c", f"{mount} && {drop}", str(etc), sys.executable))


def complete(etc: Path) -> None:
    """Complete an image's /etc."""
    command = [sys.executable, "-m", "grader.sandbox.image", str(etc)]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True)


@pytest.mark.xdist_group("loopback")
def test_in_an_image_that_was_completed_a_program_has_an_account(tmp_path: Path, container: Caller) -> None:
    """Where nothing can be mounted, the user that a program becomes has a name and a group all the same."""
    program = USES_ALL.read_text(encoding="utf-8").partition("with socket.socket")[0]
    (tmp_path / "run").mkdir()
    lines = run_in_worlds("user", tmp_path / "run", program, caller=container, variables=CALLER)
    assert lines[-1] == "status 0", lines


def test_an_image_gets_what_it_lacks_and_keeps_what_it_has(tmp_path: Path) -> None:
    """Accounts are added behind those that are there, tables where there are none; a second time nothing changes."""
    (tmp_path / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    (tmp_path / "group").write_text("root:x:0:\n")
    (tmp_path / "services").write_text("http 80/tcp\n")
    complete(tmp_path)
    texts = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert texts["passwd"].startswith("root:x:0:0:root:/root:/bin/sh\nstudent40000:x:40000:40000:")
    assert texts["group"].startswith("root:x:0:\nstudent40000:x:40000:\n")
    assert texts["services"] == "http 80/tcp\n"
    assert "tcp 6 TCP" in texts["protocols"]
    complete(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == texts
