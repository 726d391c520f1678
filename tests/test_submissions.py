"""The judge is judged: programs of which it is known what each of them must lose."""

import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.checks import load
from grader.grade import Request, Watcher, grade
from grader.model import CheckResult, Score, Status

SUBMISSIONS = Path(__file__).parent / "submissions"
_FAILS = "# fails:"

Judge = Callable[[Path, str], list[CheckResult]]


def programs(verdict: str) -> list[Path]:
    """Return the programs below ``*/accepted`` or ``*/rejected``."""
    return sorted(SUBMISSIONS.glob(f"*/{verdict}/*.py"))


def slot_of(path: Path) -> str:
    """Return where a program belongs in a submission: ``tcp_v3/server``."""
    return "/".join(path.parent.parent.name.rsplit("_", 1))


def in_rounds(verdict: str) -> list[Any]:
    """Return the programs as parameters, grouped so that a group, one for each slot at most, is one submission."""
    taken: Counter[str] = Counter()
    parameters = []
    for path in programs(verdict):
        number = taken[slot_of(path)]
        taken[slot_of(path)] += 1
        group = f"{verdict} {number}"
        parameters.append(
            pytest.param(path, group, id=f"{slot_of(path)}/{path.stem}", marks=pytest.mark.xdist_group(group))
        )
    return parameters


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Return a function that judges a program, together with the others of its group."""

    @cache
    def grade_group(group: str) -> Score:
        submission = tmp_path_factory.mktemp("submission")
        for parameter in in_rounds(group.split(maxsplit=1)[0]):
            path, its_group = parameter.values
            if its_group == group:
                target = submission / f"{slot_of(path)}.py"
                target.parent.mkdir(exist_ok=True)
                shutil.copy(path, target)
        return grade(Request(submission=submission), Watcher()).score

    def results(path: Path, group: str) -> list[CheckResult]:
        return [
            result
            for exercise in grade_group(group).exercises
            for program in exercise.programs
            for result in program.checks
            if f"{exercise.name}/{program.file}" == f"{slot_of(path)}.py"
        ]

    return results


def expected_failures(path: Path) -> set[str]:
    """Return the checks that a rejected program says it fails."""
    first_line = path.read_text(encoding="utf-8").splitlines()[0]
    assert first_line.startswith(_FAILS)
    return {name.strip() for name in first_line.removeprefix(_FAILS).split(",")}


def told(results: list[CheckResult]) -> str:
    """Tell what was found, for the message of a test that fails."""
    return "\n".join(
        f"{result.status} {result.name}: {result.message} | {result.diagnosis}"
        for result in results
        if result.status is not Status.PASSED
    )


@pytest.mark.parametrize(("path", "group"), in_rounds("accepted"))
def test_a_right_program_loses_nothing_whatever_its_style(path: Path, group: str, judged: Judge) -> None:
    """Behaviour is judged, not style: every accepted program gets full marks."""
    results = judged(path, group)
    assert all(result.status is Status.PASSED for result in results), told(results)


@pytest.mark.parametrize(("path", "group"), in_rounds("rejected"))
def test_a_wrong_program_loses_exactly_what_its_bug_costs(path: Path, group: str, judged: Judge) -> None:
    """A rejected program fails the checks that its first line names; all others pass, or share that cause."""
    results = judged(path, group)
    failed = {result.name.rpartition(".")[2] for result in results if result.status is Status.FAILED}
    assert failed == expected_failures(path), told(results)
    assert {result.status for result in results} <= {Status.PASSED, Status.FAILED, Status.NOT_RUN}, told(results)


def test_every_check_catches_a_wrong_program() -> None:
    """There is no check that no rejected program fails."""
    caught = {f"{path.parent.parent.name}.{name}" for path in programs("rejected") for name in expected_failures(path)}
    asked = {f"{check.exercise}_{check.program}.{check.name.rpartition('.')[2]}" for check in load("grader.checks")}
    assert asked == caught
