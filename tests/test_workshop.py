"""A course of other roles: programs at the keyboard, a server over two protocols, two runs at once, children."""

import json
import re
import shutil
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.handout.addresses import disagreements
from tests.paths import WORKSHOP, run

KINDS = [
    ("--isolation", "namespaces"),
    ("--isolation", "user"),
    ("--isolation", "plain"),
    ("--observe", "clock"),
]
# Keeps its count where every run finds it; leaves its children; takes one address for both protocols.
SHARES_ITS_COUNT = """
from pathlib import Path
kept = Path("count")
while (line := input("> ")) != "q":
    kept.write_text(str(int(kept.read_text()) + 1 if kept.exists() else 1))
    print("So far:", kept.read_text())
"""
LEAVES_ORPHANS = """
import subprocess, sys
while input("> ") != "q":
    subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
"""
# Prints nothing but the number; is told apart from a longer one.
TELLS_TEN = (WORKSHOP / "solutions" / "desk" / "tally.py").read_text().replace("count)", "count * 10 + 1)")


def lost(submission: Path, *words: str) -> dict[str, dict[str, str]]:
    """Grade a submission of the workshop's and return the checks that are not passed, by name."""
    done = run("grade", submission, "--course", WORKSHOP, "--reports", submission / "reports", "--json", *words)
    assert "error" not in done.stderr
    score = json.loads(done.stdout)
    checks = [check for each in score["exercises"] for program in each["programs"] for check in program["checks"]]
    return {check["name"]: check for check in checks if check["status"] != "passed"}


def submitted(folder: Path, program: str = "", source: str = "") -> Path:
    """Return a folder with the workshop's solutions, of which one program is another one."""
    shutil.copytree(WORKSHOP / "solutions", folder, dirs_exist_ok=True)
    if program:
        (folder / program).write_text(source)
    return folder


@pytest.mark.parametrize("words", KINDS, ids=[words[1] for words in KINDS])
def test_its_solutions_get_full_marks(tmp_path: Path, words: tuple[str, str]) -> None:
    """Every role is driven and several runs live side by side in every kind of world, and by the clock."""
    assert lost(submitted(tmp_path), *words) == {}


def test_its_stubs_get_nothing(tmp_path: Path) -> None:
    """A program of any role that is still a stub fails every check that can be run."""
    shutil.copytree(WORKSHOP / "exercises", tmp_path / "stubs")
    found = lost(tmp_path / "stubs")
    assert len(found) == 7
    assert {check["status"] for check in found.values()} == {"failed", "not_run"}


def test_what_the_runs_share_is_told(tmp_path: Path) -> None:
    """Two runs have one folder, so one that keeps its count in a file is found out; the transcript numbers the runs."""
    found = lost(submitted(tmp_path, "desk/tally.py", SHARES_ITS_COUNT))
    assert list(found) == ["desk.tally.two_runs_count_for_themselves"]
    (check,) = found.values()
    assert check["message"] == "'there' was typed. tally.py (2) answered 'So far: 2\\n>', without '1'."
    assert "tally.py (2) waits for the keyboard at line 4" in check["diagnosis"]


def test_who_is_left_behind_is_told(tmp_path: Path) -> None:
    """A program that ends before its children is found out, whoever their parent is then."""
    found = lost(submitted(tmp_path, "desk/brood.py", LEAVES_ORPHANS))
    assert {name: check["message"] for name, check in found.items()} == {
        "desk.brood.leaves_nobody_behind": "brood.py has ended and has left 1 process."
    }
    assert [check["misconception"] for check in found.values()] == ["leaves_orphans"]


def test_a_number_within_a_longer_one_is_another(tmp_path: Path) -> None:
    """Where 1 is expected, 11 is no answer."""
    found = lost(submitted(tmp_path, "desk/tally.py", TELLS_TEN))
    told = "'one' was typed. tally.py answered 'So far: 11\\nYour line:', without '1'."
    assert found["desk.tally.counts"]["message"] == told


def test_each_address_of_a_server_is_asked_for(tmp_path: Path) -> None:
    """A server that listens at one of its two addresses does not listen at the other."""
    source = (WORKSHOP / "solutions" / "counter" / "clerk.py").read_text()
    found = lost(submitted(tmp_path, "counter/clerk.py", source.replace("9292", "9191")))
    assert found["counter.clerk.listens"]["message"].endswith("expected 127.0.0.1:9292.")


def test_a_second_run_that_was_not_announced_is_the_checks_fault(tmp_path: Path) -> None:
    """A check that starts a program twice at once must say so; it costs the student nothing."""
    shutil.copytree(WORKSHOP, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    module = tmp_path / "course" / "lesson" / "checks" / "sample" / "check_desk_tally.py"
    module.write_text(module.read_text().replace(", side_by_side=True", ""))
    words = ("--course", tmp_path / "course", "--reports", tmp_path / "reports", "--only", "desk/tally", "--json")
    done = run("grade", tmp_path / "course" / "solutions", *words)
    score = json.loads(done.stdout)
    check = score["exercises"][0]["programs"][0]["checks"][1]
    assert (done.returncode, score["complete"], check["status"]) == (2, False, "error")
    assert "side_by_side=True" in check["message"]


@pytest.mark.parametrize("words", KINDS[:3], ids=[words[1] for words in KINDS[:3]])
def test_who_ends_its_own_group_is_judged_by_its_own_end(tmp_path: Path, words: tuple[str, str]) -> None:
    """A program that outlives its signal to its whole process group, as some end their children, loses nothing."""
    beginning = "import atexit, os, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    source = (WORKSHOP / "solutions" / "desk" / "tally.py").read_text()
    source = beginning + "atexit.register(os.killpg, 0, signal.SIGTERM)\n" + source
    assert lost(submitted(tmp_path, "desk/tally.py", source), "--only", "desk/tally", *words) == {}


@pytest.mark.parametrize("words", KINDS[:3], ids=[words[1] for words in KINDS[:3]])
def test_who_kills_its_own_group_ends_the_check(tmp_path: Path, words: tuple[str, str]) -> None:
    """Whatever else belongs to that group: the check fails, and the grading goes on."""
    source = (WORKSHOP / "solutions" / "desk" / "tally.py").read_text() + "import os\nos.kill(0, 9)\n"
    found = lost(submitted(tmp_path, "desk/tally.py", source), "--only", "desk/tally", *words)
    assert [check["status"] for check in found.values()] == ["failed"]


@pytest.mark.parametrize("words", KINDS[:3], ids=[words[1] for words in KINDS[:3]])
def test_who_removes_the_folder_of_all_runs_fails(tmp_path: Path, words: tuple[str, str]) -> None:
    """The next run finds no program there; that is the program's fault and nobody else's."""
    source = (WORKSHOP / "solutions" / "desk" / "tally.py").read_text()
    beginning = "import os, shutil\nshutil.rmtree(os.getcwd())\nos.chmod(os.path.expanduser('~'), 0)\n"
    found = lost(submitted(tmp_path, "desk/tally.py", beginning + source), "--only", "desk/tally", *words)
    assert [check["status"] for check in found.values()] == ["failed"]


def test_its_pages_are_generated(tmp_path: Path) -> None:
    """Tables and addresses are those of the catalogue, whatever the roles are."""
    shutil.copytree(WORKSHOP, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    done = run("generate", "--course", tmp_path / "course")
    assert (done.returncode, done.stderr) == (0, "")
    assert "| `clerk.py` |" in (tmp_path / "course" / "exercises" / "counter" / "README.md").read_text()


def test_swapped_ports_are_named(tmp_path: Path) -> None:
    """Each line that says which port belongs to which protocol is compared with the address of that protocol."""
    shutil.copytree(WORKSHOP, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    catalogue = tmp_path / "course" / "exercises" / "course.toml"
    swapped = {"9191": "9292", "9292": "9191"}
    catalogue.write_text(re.sub("9191|9292", lambda port: swapped[port[0]], catalogue.read_text()))
    found = disagreements(tmp_path / "course", load_course(catalogue.parent))
    assert {line.partition(":")[0] for line in found} == {
        "exercises/counter/README.md",
        "exercises/counter/clerk.py",
        "solutions/counter/clerk.py",
        "lesson/checks/sample/check_counter_clerk.py",
    }
    both = "names 9191 over TCP, 9292 over UDP; course.toml says 127.0.0.1:9191 over UDP or 127.0.0.1:9292 over TCP"
    assert f"exercises/counter/README.md:3: {both}" in found


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Send it to UDP 7272.", "7272 over UDP"),
        ("Send it to TCP, 7272.", "7272 over TCP"),
        ("It listens with UDP on `127.0.0.1`, port `9191`.", "9191 over UDP"),
        ("It listens at 127.0.0.1:9292/tcp.", "9292 over TCP"),
        ("TCP uses port 9292, UDP uses port 9191.", "9292 over TCP, 9191 over UDP"),
        ("It is port 7272.", "7272"),
        ("TCP uses port 9191, UDP uses port 9292.", ""),
        ("Ports 9191 (TCP) and 9292 (UDP): a port belongs to a protocol.", ""),
        ("A datagram of UDP has at most 1472 bytes here, one of TCP 1460 bytes.", ""),
        ("Both TCP and UDP have ports; 9191 is one.", ""),
    ],
)
def test_a_port_in_prose_is_compared_with_those_of_its_protocol(tmp_path: Path, line: str, named: str) -> None:
    """A port is found behind its protocol too, and is right only where it is one of that protocol."""
    shutil.copytree(WORKSHOP, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "course" / "exercises" / "counter" / "MORE.md").write_text(f"{line}\n")
    found = disagreements(tmp_path / "course", load_course(WORKSHOP / "exercises"))
    assert [told.partition("; ")[0] for told in found] == (
        [f"exercises/counter/MORE.md:1: names {named}"] if named else []
    )
