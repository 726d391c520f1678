"""One submission -> one Score: stage it, examine it in a process of its own, read what that process reported."""

import hashlib
import secrets
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from grader.catalog import CATALOGUE, LOCK, ROOT, chosen, load_course, load_handout
from grader.course import Exercise, Handout
from grader.examination import Watcher, examine, outcomes_of
from grader.failures import BadCall
from grader.grade.scoring import exercise_scores
from grader.kit.check import Check
from grader.kit.collection import in_order, lesson_of, load, own_lesson
from grader.model import Job, Outcome, Refusal, Score, Stats, Status
from grader.printable import printable
from grader.report.score_json import SCHEMA
from grader.report.wording import facts_beside, render, told
from grader.sandbox import about, choose, refuse_open_folders, scratch_folder, tidy_up, turn
from grader.submission import LeftOut, Staged, printable_path, stage
from grader.text import say

__all__ = ["Graded", "Request", "Watcher", "grade", "grader_hash"]


class Request(msgspec.Struct, frozen=True):
    """What to grade, and how."""

    submission: Path
    only: tuple[str, ...] = ()  # exercises or programs: tcp_v3, tcp_v3/server; empty means all
    isolation: str | None = None  # a kind of world; None means the best that there is
    observation: str | None = None  # how programs are watched; None means the best that there is
    private: tuple[Path, ...] = ()  # what no program may look into, besides the grader and the submission
    seed: int | None = None  # None means a fresh one
    for_record: bool = False  # the score will be signed: only a world that is a boundary will do
    student: str = ""  # whose submission it is, for the score; the two that follow too
    commit: str = ""
    attempt: int = 0
    course: Path = ROOT  # its folder


class Graded(msgspec.Struct, frozen=True):
    """The score, the report of pytest-json-report that it was read from, and what the examining process said."""

    score: Score
    raw: bytes
    said: str
    sources: dict[str, str]  # the text of the programs that were graded, by path: tcp_v3/server.py


def grade(request: Request, watcher: Watcher) -> Graded:
    """Grade one submission.

    Raises BadCall where the request makes no sense and GraderBroken where there is no result to speak of.
    """
    began, graded_at = time.monotonic(), datetime.now(UTC)
    exercises = request.course / "exercises"
    course = load_course(exercises)
    handout = load_handout(exercises)
    all_checks = load(lesson_of(request.course))
    with scratch_folder() as (folder, lock):
        (folder / "staged").mkdir(0o700)
        staged = stage(request.submission, course.exercise, course.intake, folder / "staged")
        watcher.takes(staged.hash)
        programs = chosen(course, request.only)
        checks = in_order(all_checks, course, programs)
        kind, observation = choose(course.limits, request.isolation, request.observation)
        if request.for_record and not about(kind).is_a_boundary:
            msg = f"a score from a world of kind {kind!r} is not signed: a program could read the key there; unset it"
            raise BadCall(msg)
        hidden = _hidden(request)
        refuse_open_folders(kind, hidden)
        wanted = tuple(check for check in checks if check.path in staged.handed_in)
        sources = {path: _text(staged.folder / path) for path in dict.fromkeys(check.path for check in wanted)}
        job = Job(
            place=str(request.course.absolute()),
            course=course,
            staged=str(staged.folder),
            scratch="",  # each examining process gets one of its own
            checks=tuple(check.name for check in wanted),
            isolation=kind,
            seed=secrets.randbelow(2**32) if request.seed is None else request.seed,
            nonce=secrets.token_hex(16),
            observation=observation,
            hidden=hidden,
        )
        watcher.begins(len(wanted))
        with ExitStack() as turns:
            locks = (lock,) if about(kind).own_network else (lock, turns.enter_context(turn(watcher.waits)))
            tidy_up()  # here, where nobody else is at work, what a killed one has left is in nobody's way
            report = examine(job, folder, watcher, locks)
    outcomes = outcomes_of(report, job)
    outcomes |= {check.name: _not_handed_in(check, staged) for check in checks if check not in wanted}
    scores = exercise_scores(programs, checks, outcomes)
    score = Score(
        schema=SCHEMA,
        submission=printable_path(request.submission),
        submission_hash=staged.hash,
        grader_hash=grader_hash(request),
        isolation=kind,
        observation=observation,
        seed=job.seed,
        complete=all(outcome.status is not Status.ERROR for outcome in outcomes.values()),
        score=sum(exercise.score for exercise in scores),
        max_score=sum(exercise.max_score for exercise in scores),
        seconds=round(time.monotonic() - began, 3),
        stats=Stats(programs_started=sum(outcome.programs_started for outcome in outcomes.values())),
        refused=tuple(map(_refusal, staged.refused)),
        remarks=staged.remarks,
        exercises=scores,
        handout=f"{handout.version} {handout.hash}" if handout else "",
        hidden_points=_hidden_points(handout, programs),
        student=printable(request.student),
        commit=printable(request.commit),
        attempt=request.attempt,
        graded_at=graded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        course_version=course.version,
        audience="instructor",
        course_title=course.title,
        hidden_checks=course.hidden_checks,
    )
    return Graded(score=told(score), raw=report.raw, said=report.said, sources=sources)


def _hidden(request: Request) -> tuple[str, ...]:
    """Return the folders that programs must not look into: the grader's, that of all submissions, the caller's."""
    try:
        beside = (request.submission.absolute().parent, request.submission.resolve().parent)  # it may be a link
        return tuple(
            dict.fromkeys(str(place.absolute()) for place in (ROOT, request.course, *beside, *request.private))
        )
    except FileNotFoundError as error:
        msg = "the folder in which the command was started has gone; start it in another one"
        raise BadCall(msg) from error


def _hidden_points(handout: Handout | None, programs: tuple[tuple[Exercise, str], ...]) -> int:
    paths = {f"{exercise.name}/{file}" for exercise, file in programs}
    return sum(part.points for path, part in handout.hidden.items() if path in paths) if handout else 0


def _text(program: Path) -> str:
    return program.read_text(encoding="utf-8", errors="replace")


def _refusal(left_out: LeftOut) -> Refusal:
    return Refusal(left_out.path, render(left_out.reason), facts_beside(left_out.reason))


def _not_handed_in(check: Check, staged: Staged) -> Outcome:
    refusals = (left_out.reason for left_out in staged.refused if left_out.path == check.path)
    reason = next(refusals, staged.missing.get(check.path))
    if reason is None:
        return Outcome(status=Status.NOT_RUN, message=say("{path} was not handed in.", path=check.path))
    message = say("{path} was not handed in: {reason}.", path=check.path, reason=reason)
    return Outcome(status=Status.NOT_RUN, message=message)


def grader_hash(request: Request) -> str:
    """Hash what can change a mark: the grader with all its files, the lesson, the catalogue, the locked packages.

    Each file goes in with its name and its length, so that nothing can move from one into another unseen.
    """
    digest = hashlib.sha256()
    parts = [(ROOT, ROOT / "grader"), (ROOT, ROOT / LOCK), (request.course, request.course / "exercises" / CATALOGUE)]
    if lesson := own_lesson(request.course):
        parts.append((lesson.parent, lesson))
    for root, part in parts:
        for path in sorted(_files(part)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def _files(place: Path) -> list[Path]:
    """Return the file, or those below the folder; without what Python and editors keep beside them."""
    found = [place] if place.is_file() else place.rglob("*")
    return [
        path
        for path in found
        if path.suffix in {".py", ".toml", ".ini", ".json", ".css", ".j2", ".txt"} and path.is_file()
    ]
