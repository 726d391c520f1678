"""What an ordinary login has, a program has: the same in every kind of world, whoever calls the grader and how."""

import os
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.worlds import run_in_worlds

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
