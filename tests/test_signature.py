"""Signed scores: what was changed is found out, and no program gets hold of the key."""

import json
import signal
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.report.signature import KEY_VARIABLE, signed
from tests.paths import EXERCISES, GRADER, ROOT, SOLUTIONS, environment, run
from tests.scores import SAMPLES
from tests.waiting import wait_for

KEY = "a-key-that-is-long-enough-to-be-one"
OTHER_KEY = "another-key-of-more-than-32-characters"

# Looks for the key wherever a process may look, and says so on the screen, which the transcript shows.
SPY = f"""
import os, pathlib
found = "{KEY[2:]}" in str(dict(os.environ))
processes = [name for name in os.listdir("/proc") if name.isdecimal()]
for name in processes:
    for file in ("environ", "cmdline"):
        try:
            found = found or b"{KEY[2:]}" in pathlib.Path("/proc", name, file).read_bytes()
        except OSError:  # it is not his to read, or has ended
            pass
print("the spy found", "the key" if found else "nothing", "in", len(processes))
"""


def verdict(file: Path, key: str = KEY) -> tuple[int, str]:
    """Return what ``verify`` says of a file."""
    answer = run("verify", file, **{KEY_VARIABLE: key})
    if answer.returncode == 0:
        assert answer.stdout.startswith("valid\nstudent: ")
        return 0, "valid"
    return answer.returncode, (answer.stdout or answer.stderr).strip()


def test_a_signed_score_is_valid_until_it_is_altered(tmp_path: Path) -> None:
    """Indentation does not matter; a value, another key or a missing signature does."""
    run("grade", SOLUTIONS, "--only", "tcp_v1/client", "--reports", tmp_path, **{KEY_VARIABLE: KEY})
    file = tmp_path / "score.json"
    assert verdict(file) == (0, "valid")
    assert verdict(file, OTHER_KEY) == (1, "altered")
    score = json.loads(file.read_text())
    file.write_text(json.dumps(score))
    assert verdict(file) == (0, "valid")
    for change in ({"score": 6}, {"submission": "mine"}, {"complete": False}, {"signature": "hmac-sha256:00"}):
        file.write_text(json.dumps(score | change))
        assert verdict(file) == (1, "altered"), change
    file.write_text(json.dumps(score | {"signature": ""}))
    assert verdict(file) == (1, "unsigned")


def test_every_value_of_a_score_counts() -> None:
    """Two scores that differ in anything have different signatures."""
    signatures = {signed(score, KEY.encode()).signature for score in SAMPLES.values()}
    assert len(signatures) == len(SAMPLES)


@pytest.mark.parametrize(
    ("file", "key", "complaint"),
    [
        ("no/such/file", KEY, "No such file"),
        ("Makefile", KEY, "no score"),
        ("Makefile", "", "is not set"),
        ("Makefile", "short", "at least 32 characters"),
    ],
)
def test_where_there_is_no_verdict_one_line_says_why(file: str, key: str, complaint: str) -> None:
    """The exit status is 2."""
    status, said = verdict(Path(file), key)
    assert status == 2
    assert said.startswith("error: ")
    assert "\n" not in said
    assert complaint in said


def test_a_signature_says_whose_score_it_is_and_when_it_was_made(tmp_path: Path) -> None:
    """All of it is signed, and verify prints it."""
    words = ("grade", SOLUTIONS, "--only", "tcp_v1/client", "--reports", tmp_path)
    identity = ("--student", "anna/echo\x1b[2J", "--commit", "0123abcd", "--attempt", "3")
    before = datetime.now(UTC).replace(microsecond=0)
    assert run(*words, *identity, **{KEY_VARIABLE: KEY}).returncode == 0
    file = tmp_path / "score.json"
    score = json.loads(file.read_text())
    assert (score["student"], score["commit"], score["attempt"]) == ("anna/echo\\x1b[2J", "0123abcd", 3)
    assert (
        before <= datetime.strptime(score["graded_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) <= datetime.now(UTC)
    )
    assert score["course_version"] == load_course(EXERCISES).version
    told = run("verify", file, **{KEY_VARIABLE: KEY}).stdout.splitlines()
    assert told[0] == "valid"
    for line in (
        "student: anna/echo\\x1b[2J",
        "commit: 0123abcd",
        "attempt: 3",
        f"submission: {SOLUTIONS} {score['submission_hash']}",
        f"graded at: {score['graded_at']}",
        f"course: {score['course_version']}",
        f"grader: {score['grader_hash']}",
        "score: 7/7",
        "programs: tcp_v1/client.py",
    ):
        assert line in told
    for name, value in (("student", "bob"), ("commit", ""), ("attempt", 1), ("graded_at", ""), ("course_version", "x")):
        file.write_text(json.dumps(score | {name: value}))
        assert verdict(file) == (1, "altered"), name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{", '{"score": 8, '),
        ("{", '{"sc\\u006fre": 8, '),
        ('"exercises": [', '"exercises": [], "exercises": ['),
        ('"programs_started"', '"programs_started": 0, "programs_started"'),
        ('"complete": true', '"complete": true, "complete": true'),
        ('"points": ', '"points": 0, "points": '),
        ('"max_score": 7', '"max_score": 7e0'),
        ('"max_score": 7', '"max_score": 7.0'),
        ('"max_score": 7', '"max_score": 07'),
        ('"attempt": 0', '"attempt": -0'),
        ('"attempt": 0', '"attempt": 18446744073709551616'),
        ('"attempt": 0', '"attempt": ' + "9" * 5000),
        ('"seconds": ', '"seconds": NaN, "x": '),
        ('"seconds": ', '"seconds": 0'),
        ('"seconds": ', '"seconds": 1e999, "x": '),
        ('"handout": ""', '"handout": "\udc80"'),
        ('"handout": ""', '"handout": "\\ud800"'),
        ('"handout": ""', '"handout": "\n"'),
        ("END", "{}"),
        ("END", "\0"),
        ("END", "}"),
        ("BEGIN", "\ufeff"),
        ("{", "[" * 100_000 + "{"),
        ("END", " " * 70_000_000),
    ],
    ids=range(24),
)
def test_a_document_that_two_readers_may_understand_differently_has_no_verdict(
    signed_score: str, tmp_path: Path, old: str, new: str
) -> None:
    """A name twice at any depth, however it is written, a number in another notation, anything behind the end."""
    match old:
        case "BEGIN":
            text = new + signed_score
        case "END":
            text = signed_score + new
        case _:
            assert old in signed_score
            text = signed_score.replace(old, new, 1)
    file = tmp_path / "score.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    status, said = verdict(file)
    assert status == 2, said
    assert said.startswith(f"error: {file}: no score: ")
    assert "\n" not in said


@pytest.fixture(scope="module")
def signed_score(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a signed score, as JSON."""
    folder = tmp_path_factory.mktemp("signed")
    run("grade", SOLUTIONS, "--only", "tcp_v1/client", "--reports", folder, **{KEY_VARIABLE: KEY})
    return (folder / "score.json").read_text()


@pytest.mark.parametrize("kind", ["namespaces", "user"])
@pytest.mark.xdist_group("loopback")
def test_a_program_does_not_find_the_key(tmp_path: Path, kind: str) -> None:
    """Not in its own environment, and not in that of any process that it can see."""
    program = tmp_path / "submission" / "tcp_v1" / "client.py"
    program.parent.mkdir(parents=True)
    program.write_text(SPY)
    words = ("grade", tmp_path / "submission", "--only", "tcp_v1/client", "--reports", tmp_path)
    answer = run(*words, "--isolation", kind, **{KEY_VARIABLE: KEY})
    if "this machine allows no worlds" in answer.stderr:
        pytest.skip(f"this machine has no worlds of the kind {kind}: {answer.stderr}")
    checks = json.loads((tmp_path / "score.json").read_text())["exercises"][0]["programs"][0]["checks"]
    shown = [event.get("data", "") for event in checks[0]["transcript"] if event["what"] == "prints"]
    assert [words.startswith("'the spy found nothing in") for words in shown] == [True], (checks[0], answer.stderr)
    assert verdict(tmp_path / "score.json") == (0, "valid")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows a process's environment")
def test_while_a_program_runs_no_process_of_the_grading_has_the_key_in_its_environment(tmp_path: Path) -> None:
    """Not even the command's own, with which it began: the kernel would show it for as long as it lives."""
    program = tmp_path / "submission" / "tcp_v1" / "client.py"
    program.parent.mkdir(parents=True)
    program.write_text("import time\nwhile True:\n    time.sleep(1)\n")
    (tmp_path / "tmp").mkdir()
    more = {"TMPDIR": str(tmp_path / "tmp")}
    grading = subprocess.Popen(
        [*GRADER, "grade", tmp_path / "submission", "--only", "tcp_v1/client", "--reports", tmp_path / "reports"],
        cwd=ROOT,
        env={KEY_VARIABLE: KEY, **environment(**more)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ours: dict[int, bytes] = {}

    def runs() -> bool:
        ours.clear()
        ours.update(_environments(str(tmp_path / "tmp")))
        return len(ours) >= 3 and any((tmp_path / "tmp").glob("*/examination/*"))

    wait_for(runs, unless=lambda: grading.poll() is not None)
    grading.send_signal(signal.SIGTERM)
    grading.wait()
    assert grading.pid in ours
    assert not [process for process, shown in ours.items() if KEY.encode() in shown]


def _environments(mark: str) -> dict[int, bytes]:
    """Return the environments of the processes in which ``mark`` stands."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            shown = (process / "environ").read_bytes()
            if mark.encode() in shown:
                found[int(process.name)] = shown
    return found


@pytest.mark.xdist_group("loopback")
@pytest.mark.parametrize("without_a_wall", [("--isolation", "plain"), ("--observe", "clock")])
def test_a_key_and_a_world_without_a_wall_are_refused_together(tmp_path: Path, without_a_wall: tuple[str, ...]) -> None:
    """In a plain world a program could read the key: nothing is graded, and nothing is left unsigned in silence."""
    words = ("grade", SOLUTIONS, "--only", "tcp_v1/client", "--reports", tmp_path / "reports", *without_a_wall)
    answer = run(*words, **{KEY_VARIABLE: KEY})
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert "is not signed" in answer.stderr
    assert not (tmp_path / "reports").exists()
    assert run(*words).returncode == 0
    assert verdict(tmp_path / "reports" / "score.json") == (1, "unsigned")
