"""The values that travel through the grader. Frozen: nobody on the way changes them."""

from enum import StrEnum
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from grader.course import Course, HiddenChecks
from grader.events import Event
from grader.text import Text

# How it is known what a program waits for: the kernel shows it, or it is expected and given time.
Observation = Literal["kernel", "clock"]
Audience = Literal["student", "instructor"]  # who reads a report


class Status(StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"
    ERROR = "error"


class Visibility(StrEnum):
    """Who may see a check."""

    SAMPLE = "sample"
    HIDDEN = "hidden"


class Outcome(msgspec.Struct, frozen=True):
    """What the run of one check found out; ``line`` is one of the student's file, ``hint`` goes before the check's."""

    status: Status
    message: Text = Text("")
    diagnosis: Text = Text("")
    line: int | None = None
    misconception: str = ""
    hint: Text = Text("")
    transcript: tuple[Event, ...] = ()
    seconds: float = 0.0
    programs_started: int = 0
    alone: bool = False  # a failure after which the later checks can be judged all the same
    cause: str = ""  # the name of the failed check because of which this one was not run
    not_started: bool = False  # the program is still the stub


class Job(msgspec.Struct, frozen=True):
    """What one examining process has to do: the names of its checks, in the order in which they are run."""

    place: str  # the folder of the course
    course: Course
    staged: str  # the folder of the clean copy
    scratch: str  # an empty folder, for what programs may write
    checks: tuple[str, ...]
    isolation: Literal["namespaces", "user", "plain"]
    seed: int
    nonce: str
    observation: Observation = "kernel"
    hidden: tuple[str, ...] = ()  # folders that programs must not look into


class Examination(msgspec.Struct, frozen=True):
    """What the process that keeps the examining processes has to do."""

    folder: str  # of this grading, to be put away where the command does not live to do it
    rooms: tuple[str, ...]  # the folder of each share of the checks
    place: str  # the folder of the course
    arguments: tuple[str, ...]  # for pytest
    progress: int  # a descriptor that gets a line for every check that is done
    locks: tuple[int, ...]  # descriptors that keep alive what belongs to this grading


class CheckResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check of one program, as the score reports it.

    Beside a sentence stands the text that it was made from, unless that is the sentence itself.
    """

    name: str
    title: str
    visibility: Visibility
    status: Status
    points: int
    max_points: int
    message: str
    diagnosis: str
    line: int | None
    misconception: str  # the name of what is probably misunderstood; empty where the grader has no idea
    hint: str
    transcript: tuple[Event, ...]
    seconds: float
    title_text: Text | UnsetType = UNSET
    message_text: Text | UnsetType = UNSET
    diagnosis_text: Text | UnsetType = UNSET
    hint_text: Text | UnsetType = UNSET
    cause: str | UnsetType = UNSET  # the name of the failed check because of which this one was not run
    not_started: bool | UnsetType = UNSET  # true where the program is still the stub


class ProgramScore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file and its checks."""

    file: str
    score: int
    max_score: int
    checks: tuple[CheckResult, ...]


class ExerciseScore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One exercise and its programs."""

    name: str
    title: str
    score: int
    max_score: int
    programs: tuple[ProgramScore, ...]


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was handed in and not taken: a path as it can be shown, and the reason ("it is a symbolic link")."""

    path: str
    reason: str
    reason_text: Text | UnsetType = UNSET  # as in a check


class Remark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to know about what was taken: a path as it can be shown, and one of two facts.

    ``taken_as`` is the name that it should have: a program's (``tcp_v3/server.py``), an exercise's (``tcp_v3``), or
    ``.`` for all exercises together. ``shadows`` is the module of Python's own that has the same name.
    """

    path: str
    taken_as: str = ""
    shadows: str = ""


class Stats(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the grading took."""

    programs_started: int


class Score(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One submission, graded. ``complete`` is false where a check could not be carried out."""

    schema: str
    submission: str
    submission_hash: str
    grader_hash: str
    isolation: str
    observation: Observation
    seed: int
    complete: bool
    score: int
    max_score: int
    seconds: float
    stats: Stats
    refused: tuple[Refusal, ...]
    exercises: tuple[ExerciseScore, ...]
    handout: str = ""  # version and hash of the students' repository that graded; empty where it was the instructor's
    hidden_points: int = 0  # what hidden checks decide besides ``max_score``, where the grader has not got them
    student: str = ""  # or repository, as the command was told; empty where it was not
    commit: str = ""  # the same
    attempt: int = 0  # the same; from 1
    graded_at: str = ""  # when the grading began, in UTC: 2026-01-31T23:59:59Z
    course_version: str = ""  # the edition of the course
    remarks: tuple[Remark, ...] = ()  # what was taken from another place, or under another name
    audience: Audience | UnsetType = UNSET  # whose edition it is; scores of older graders do not say
    course_title: str | UnsetType = UNSET  # so do they of this and the next one
    hidden_checks: HiddenChecks | UnsetType = UNSET  # what the course lets students see of them
    signature: str = ""  # over all the rest; empty where nobody signed
