"""The values that travel through the grader. Frozen: nobody on the way changes them."""

from enum import StrEnum
from typing import Literal

import msgspec

# How it is known what a program waits for: the kernel shows it, or it is expected and given time.
Observation = Literal["kernel", "clock"]

NOT_STARTED = "Not started"  # how the diagnosis of a program that is still the stub begins


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one run of a student's program may use."""

    asleep_seconds: float  # wall time that a program may sleep while a check waits for it
    check_asleep_seconds: float  # the same, in all the waits of one check together
    spin_seconds: float  # CPU time that it may use while a check waits for it
    cpu_seconds: int  # CPU time of one run, whatever happens
    memory_mib: int  # address space of one process; what several have written to memory, together
    processes: int  # at once
    open_files: int
    file_mib: int  # the largest file that it may write
    output_kib: int  # what is kept of what it prints in one run; the rest is thrown away
    keyboard_seconds: float  # by the clock: whoever has rested for so long, and left no key unread, wants another line


class Intake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a submission is taken, or only looked at."""

    file_kib: int  # one file
    helpers: int  # files beside the programs, in one exercise
    helpers_kib: int  # what these come to together
    entries: int  # things in the folder of one exercise
    archive_mib: int  # an archive as it is handed in
    archive_members: int
    unpacked_mib: int  # what a tar.gz unpacks to
    unpacked_ratio: int  # how many times its own size that may be
    ratio_from_mib: int  # up to which nobody asks for the ratio


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A folder of programs to write."""

    name: str
    title: str
    protocol: Literal["tcp", "udp"]
    host: str
    port: int
    programs: tuple[str, ...]  # file names, in the order in which students write them

    @property
    def address(self) -> tuple[str, int]:
        """Where the exercise's server listens."""
        return (self.host, self.port)


HiddenChecks = Literal["points", "titles", "feedback"]


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The catalogue: every exercise in teaching order."""

    title: str
    limits: Limits
    intake: Intake
    exercise: tuple[Exercise, ...]
    hidden_checks: HiddenChecks = "points"  # what students may see of them
    version: str = "unversioned"  # of the course, as its instructors count


class HiddenPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hidden checks of one program, of which a handout has nothing but these two numbers."""

    checks: int
    points: int


class Handout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a students' repository says of itself: which one it is, and what the instructor put into it."""

    course: str
    version: str
    hash: str  # SHA-256 over all that was put there, the stubs included
    hidden: dict[str, HiddenPart]  # by program: tcp_v3/server.py
    files: tuple[str, ...]  # what is the instructor's, sorted; the programs are not among them


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


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of a transcript: something that ``who`` does, alone or towards ``to``.

    ``at`` is in seconds since the check began; where the same happened several times in a row, that of the first.
    """

    at: float
    who: str  # "server.py", "client 1", "the server", "keyboard"; nobody where events have been left out
    what: str
    data: str = ""  # bytes as Python writes them, a line on the screen; never with a control character
    to: str = ""  # whom it reaches, "screen" among them; empty where it concerns ``who`` alone
    times: int = 1
    wrong: bool = False  # what the check found wrong: at most one, and the last


class Finding(msgspec.Struct, frozen=True):
    """What the run of one check found out; ``line`` is one of the student's file, ``hint`` goes before the check's."""

    status: Status
    message: str = ""
    diagnosis: str = ""
    line: int | None = None
    misconception: str = ""
    hint: str = ""
    transcript: tuple[Event, ...] = ()
    seconds: float = 0.0
    programs_started: int = 0
    alone: bool = False  # a failure after which the later checks can be judged all the same


class Assignment(msgspec.Struct, frozen=True):
    """What one examining process has to do: the names of its checks, in the order in which they are run."""

    exercises: str  # the folder of the catalogue
    staged: str  # the folder of the clean copy
    scratch: str  # an empty folder, for what programs may write
    checks: tuple[str, ...]
    isolation: Literal["namespaces", "user", "plain"]
    seed: int
    nonce: str
    observation: Observation = "kernel"


class CheckResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check of one program, as the score reports it."""

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
    signature: str = ""  # over all the rest; empty where nobody signed
