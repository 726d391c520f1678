"""Signed scores: what was changed is found out, and no program gets hold of the key."""

import json
from pathlib import Path

import pytest

from grader.report.signature import KEY_VARIABLE, signed
from tests.paths import SOLUTIONS, run
from tests.scores import SAMPLES

KEY = "a-key-that-is-long-enough-to-be-one"
OTHER_KEY = "another-key-of-more-than-32-characters"

# Looks for the key wherever a process may look, and says so on the screen, which the transcript shows.
SPY = f"""
import os, pathlib
found = "{KEY[2:]}" in str(dict(os.environ))
for path in pathlib.Path("/proc").glob("[0-9]*/*"):
    if path.name in ("environ", "cmdline"):
        try:
            found = found or b"{KEY[2:]}" in path.read_bytes()
        except OSError:
            pass
print("the spy found", "the key" if found else "nothing", "in", len(list(pathlib.Path("/proc").glob("[0-9]*"))))
"""


def verdict(file: Path, key: str = KEY) -> tuple[int, str]:
    """Return what ``verify`` says of a file."""
    answer = run("verify", file, **{KEY_VARIABLE: key})
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


def test_a_program_does_not_find_the_key(tmp_path: Path) -> None:
    """Not in its own environment, and not in that of any process that it can see."""
    program = tmp_path / "submission" / "tcp_v1" / "client.py"
    program.parent.mkdir(parents=True)
    program.write_text(SPY)
    words = ("grade", tmp_path / "submission", "--only", "tcp_v1/client", "--reports", tmp_path)
    answer = run(*words, "--isolation", "namespaces", **{KEY_VARIABLE: KEY})
    if "namespaces" in answer.stderr:
        pytest.skip(f"this machine has no worlds of the kind namespaces: {answer.stderr}")
    assert "the spy found nothing in" in (tmp_path / "score.json").read_text()
    assert verdict(tmp_path / "score.json") == (0, "valid")


@pytest.mark.xdist_group("loopback")
def test_what_was_graded_without_a_wall_is_not_signed(tmp_path: Path) -> None:
    """In a plain world a program could read the key, so a signature would be worth nothing; that is said."""
    words = ("grade", SOLUTIONS, "--only", "tcp_v1/client", "--reports", tmp_path, "--isolation", "plain")
    answer = run(*words, **{KEY_VARIABLE: KEY})
    assert answer.stderr.count("not signed: ") == 1
    assert verdict(tmp_path / "score.json") == (1, "unsigned")
