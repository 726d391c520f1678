"""The judge is judged: programs of which it is known what each of them must lose."""

import shutil
from pathlib import Path

import pytest

from grader.checks import load
from grader.grade import Request, Watcher, grade
from grader.model import CheckResult, Status

SUBMISSIONS = Path(__file__).parent / "submissions"
_FAILS = "# fails:"


def programs(verdict: str) -> list[Path]:
    """Return the programs below ``*/accepted`` or ``*/rejected``."""
    return sorted(SUBMISSIONS.glob(f"*/{verdict}/*.py"))


def name_of(path: Path) -> str:
    """Name a program in the tests' output: ``tcp_v3_server/threads``."""
    return f"{path.parent.parent.name}/{path.stem}"


def expected_failures(path: Path) -> set[str]:
    """Return the checks that a rejected program says it fails."""
    first_line = path.read_text(encoding="utf-8").splitlines()[0]
    assert first_line.startswith(_FAILS)
    return {name.strip() for name in first_line.removeprefix(_FAILS).split(",")}


def judged(path: Path, scratch: Path) -> list[CheckResult]:
    """Hand in one program, alone, and grade it."""
    exercise, _, program = path.parent.parent.name.rpartition("_")
    target = scratch / exercise / f"{program}.py"
    target.parent.mkdir()
    shutil.copy(path, target)
    score = grade(Request(submission=scratch, only=f"{exercise}/{program}"), Watcher()).score
    return list(score.exercises[0].programs[0].checks)


def told(results: list[CheckResult]) -> str:
    """Tell what was found, for the message of a test that fails."""
    return "\n".join(
        f"{result.status} {result.name}: {result.message} | {result.diagnosis}"
        for result in results
        if result.status is not Status.PASSED
    )


@pytest.mark.parametrize("path", programs("accepted"), ids=name_of)
def test_a_right_program_loses_nothing_whatever_its_style(path: Path, tmp_path: Path) -> None:
    """Behaviour is judged, not style: every accepted program gets full marks."""
    results = judged(path, tmp_path)
    assert all(result.status is Status.PASSED for result in results), told(results)


@pytest.mark.parametrize("path", programs("rejected"), ids=name_of)
def test_a_wrong_program_loses_exactly_what_its_bug_costs(path: Path, tmp_path: Path) -> None:
    """A rejected program fails the checks that its first line names; all others pass, or share that cause."""
    results = judged(path, tmp_path)
    failed = {result.name.rpartition(".")[2] for result in results if result.status is Status.FAILED}
    assert failed == expected_failures(path), told(results)
    assert {result.status for result in results} <= {Status.PASSED, Status.FAILED, Status.NOT_RUN}, told(results)


def test_every_check_catches_a_wrong_program() -> None:
    """There is no check that no rejected program fails."""
    caught = {f"{path.parent.parent.name}.{name}" for path in programs("rejected") for name in expected_failures(path)}
    asked = {f"{check.exercise}_{check.program}.{check.name.rpartition('.')[2]}" for check in load("grader.checks")}
    assert asked == caught
