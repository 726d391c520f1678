"""The judge is judged: programs of which it is known what each of them must lose."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from grader.grade import Request, Watcher, grade
from grader.kit.collection import load
from grader.lesson.misconceptions import FOR_CLIENTS, FOR_SERVERS
from grader.model import CheckResult, Score, Status
from tests.prove.corpus import Known, Verdict, known, own_name, results_of, rounds, write_round

Judge = Callable[[Known, int], list[CheckResult]]


@cache
def together(verdict: Verdict) -> list[list[Known]]:
    """Return the programs that are graded as one submission, group by group."""
    return rounds(known(verdict))


def in_rounds(verdict: Verdict) -> list[Any]:
    """Return the programs as parameters, grouped so that a group is one submission."""
    return [
        pytest.param(
            program,
            number,
            id=f"{program.slot}/{program.name}",
            marks=pytest.mark.xdist_group(f"{verdict} {number}"),
        )
        for number, programs in enumerate(together(verdict))
        for program in programs
    ]


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Return a function that judges a program, together with the others of its group."""

    @cache
    def grade_group(verdict: Verdict, number: int) -> Score:
        submission = tmp_path_factory.mktemp("submission")
        write_round(together(verdict)[number], submission)
        return grade(Request(submission=submission), Watcher()).score

    def results(program: Known, number: int) -> list[CheckResult]:
        return results_of(grade_group(program.verdict, number), program.slot)

    return results


def told(results: list[CheckResult]) -> str:
    """Tell what was found, for the message of a test that fails."""
    return "\n".join(
        f"{result.status} {result.name}: {result.message} | {result.diagnosis}"
        for result in results
        if result.status is not Status.PASSED
    )


@pytest.mark.parametrize(("program", "number"), in_rounds("accepted"))
def test_a_right_program_loses_nothing_whatever_its_style(program: Known, number: int, judged: Judge) -> None:
    """Behaviour is judged, not style: every accepted program gets full marks."""
    results = judged(program, number)
    assert {result.status for result in results} == {Status.PASSED}, told(results)


@pytest.mark.parametrize(("program", "number"), in_rounds("rejected"))
def test_a_wrong_program_loses_exactly_what_its_bug_costs(program: Known, number: int, judged: Judge) -> None:
    """A rejected program fails the checks that its first line names; all others pass, or share that cause."""
    results = judged(program, number)
    failed = {own_name(result.name) for result in results if result.status is Status.FAILED}
    assert failed == program.fails, told(results)
    assert all(result.status in {Status.PASSED, Status.FAILED, Status.NOT_RUN} for result in results), told(results)


@pytest.mark.parametrize(("program", "number"), in_rounds("rejected"))
def test_feedback_names_what_is_misunderstood(program: Known, number: int, judged: Judge) -> None:
    """The first check that a program fails tells the misconception that its second line names, or none."""
    failed = [result for result in judged(program, number) if result.status is Status.FAILED]
    assert failed[0].misconception == program.misconception, told(failed)
    assert bool(failed[0].hint), "there is always something to think about"


def test_every_misconception_is_shown_by_a_wrong_program() -> None:
    """No entry of the table of misconceptions is without a program that shows it."""
    names = {each.name for each in (*FOR_SERVERS, *FOR_CLIENTS)}
    assert names == {program.misconception for program in known("rejected")} - {""}


def test_every_check_catches_two_wrong_programs() -> None:
    """Every check is failed by at least two rejected programs, each of which has a bug of its own."""
    caught = Counter((program.slot, name) for program in known("rejected") for name in program.fails)
    asked = {(check.path.removesuffix(".py"), own_name(check.name)) for check in load("grader.lesson")}
    assert set(caught) == asked
    assert {check for check, programs in caught.items() if programs < 2} == set()


def test_every_check_catches_a_program_by_itself() -> None:
    """For every check there is a rejected program that fails it alone; what depends on it may be not run."""
    alone = {(program.slot, *program.fails) for program in known("rejected") if len(program.fails) == 1}
    asked = {(check.path.removesuffix(".py"), own_name(check.name)) for check in load("grader.lesson")}
    assert asked - alone == set()


def test_many_styles_are_accepted() -> None:
    """At least ten styles of each server and eight of each client are known to be right."""
    styles = Counter(program.slot for program in known("accepted"))
    assert set(styles) == {check.path.removesuffix(".py") for check in load("grader.lesson")}
    for slot, number in styles.items():
        assert number >= (10 if slot.endswith("/server") else 8), slot
