"""Scores to render: built by hand, so that no program has to be graded for each."""

import itertools

import msgspec
from msgspec import UNSET

from grader.events import Act, Event
from grader.failures import Want
from grader.model import (
    CheckResult,
    ExerciseScore,
    ProgramScore,
    Refusal,
    Remark,
    Score,
    Stats,
    Status,
    Visibility,
)
from grader.report.score_json import SCHEMA
from grader.text import say

PROGRAMS = ("tcp_v1/server.py", "tcp_v1/client.py", "udp/server.py")
CHECKS = (("listens", 1, Visibility.SAMPLE), ("answers", 3, Visibility.SAMPLE), ("goes_on", 5, Visibility.HIDDEN))

_AT = " at line 2:\n    wait(```)\n        ^"
_BY_SIGNAL = say("by signal {signal}", signal=9)
STORY = (
    Event(0.0, "server.py", "starts", kind=Act.STARTS),
    Event(0.046, "server.py", "prints", "waiting", to="screen", kind=Act.SHOWS),
    Event(0.048, "client 1", "connects", to="server.py", kind=Act.CONNECTS),
    Event(0.049, "client 1", "sends", "b'oAwGwJdR'", to="server.py", times=3, kind=Act.SENDS),
    Event(0.05, "", "… 12 more events …", kind=Act.LEFT_OUT, more=12),
    Event(0.05, "server.py", "has ended", "by signal 9", kind=Act.HAS_ENDED, data_text=_BY_SIGNAL),
    Event(0.051, "server.py", "does not answer", to="client 1", wrong=True, kind=Want.ANSWER),
)

# What a student may put into a program's output, its source and its exceptions, and a submission into its name.
ATTACKS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]><failure/>--><!-- &lt; &#60;",
    "| a | **b** | [link](javascript:alert) ![x](y) `code` ~~~ ``` # h",
    "@everyone #12 GH-12 https://evil.example www.evil.example me@evil.example :tada: $x$",
    "end; end #35; %%{init: {}}%% note over p0: x ->> y",
    "::error file=a::b ##[error]c ::set-output name=a::b",
    "\x1b[31mred\x1b]0;title\x07\r\n\x00\x9b31m\u202egnp.exe\u2066\u200b\ufeff\u2028",
    "{{ 7 * 7 }}{% raw %} \" ' \\ \udc80 \ufffe \U000e0041",
    "你好 é ß مرحبا",
)
HOSTILE_TEXT = (
    " ".join(ATTACKS).encode(errors="replace").decode()
)  # a score's text is always Unicode that can be written


def result(path: str, name: str, points: int, visibility: Visibility, status: Status) -> CheckResult:
    """Return the result of one check, with what a check of this status has to say."""
    lost = status is Status.FAILED
    return CheckResult(
        name=f"{path.removesuffix('.py').replace('/', '.')}.{name}",
        title=f"The sentence of {name}.",
        visibility=visibility,
        status=status,
        points=points if status is Status.PASSED else 0,
        max_points=points,
        message={
            Status.PASSED: "",
            Status.FAILED: f"The message of {name}.",
            Status.NOT_RUN: "Not run, because answers failed.",
            Status.ERROR: "the machine is on fire",
        }[status],
        diagnosis=f"The diagnosis of {name}{_AT}" if lost else "",
        line=2 if lost else None,
        misconception="double_accept" if lost else "",
        hint=f"The hint of {name}?" if lost else "",
        transcript=STORY if lost else STORY[:1],
        seconds=0.0512,
        message_text=say("The message of {name}.", name=name) if lost else UNSET,
        diagnosis_text=say(f"The diagnosis of {{name}}{_AT}", name=name) if lost else UNSET,
        hint_text=say("The hint of {name}?", name=name) if lost else UNSET,
        cause=f"{path.removesuffix('.py').replace('/', '.')}.answers" if status is Status.NOT_RUN else UNSET,
    )


def score(statuses: str, submission: str = "work", **more: object) -> Score:
    """Return nine checks, a letter for each: p(assed), f(ailed), n(ot run), e(rror); ``more`` holds for all."""
    letters = {"p": Status.PASSED, "f": Status.FAILED, "n": Status.NOT_RUN, "e": Status.ERROR}
    given = iter(statuses)
    programs = {
        path: tuple(msgspec.structs.replace(result(path, *check, letters[next(given)]), **more) for check in CHECKS)
        for path in PROGRAMS
    }
    exercises = []
    for name, paths in itertools.groupby(PROGRAMS, key=lambda path: path.partition("/")[0]):
        files = tuple(
            ProgramScore(path.partition("/")[2], _points(programs[path]), 9, programs[path]) for path in paths
        )
        exercises.append(ExerciseScore(name, f"Title of {name}", sum(f.score for f in files), 9 * len(files), files))
    return Score(
        schema=SCHEMA,
        submission=submission,
        submission_hash="sha256:00",
        grader_hash="sha256:11",
        isolation="namespaces",
        observation="clock",
        seed=7,
        complete="e" not in statuses,
        score=sum(exercise.score for exercise in exercises),
        max_score=27,
        seconds=1.25,
        stats=Stats(programs_started=9),
        audience="instructor",
        course_title="Sockets",
        hidden_checks="points",
        graded_at="2026-01-31T23:59:59Z",
        refused=(
            Refusal("udp/server.py", "it is a symbolic link", say("it is {kind}", kind=say("a symbolic link"))),
            Refusal(HOSTILE_TEXT, "it is a pipe"),
        ),
        exercises=tuple(exercises),
        remarks=(
            Remark("udp/Server.py", "udp/server.py"),
            Remark(HOSTILE_TEXT, "tcp_v1/client.py"),
            Remark(HOSTILE_TEXT, "."),
            Remark(HOSTILE_TEXT, shadows="socket"),
        ),
    )


def _points(results: tuple[CheckResult, ...]) -> int:
    return sum(result.points for result in results)


def hostile() -> Score:
    """Return a score in which everything that may come from a student is an attack."""
    story = tuple(
        Event(0.1, "server.py", "prints", attack, to="screen") for attack in ATTACKS if "\udc80" not in attack
    )
    return score(
        "fffffffff",
        submission=HOSTILE_TEXT,
        message=HOSTILE_TEXT,
        diagnosis=HOSTILE_TEXT,
        transcript=(*story, Event(0.2, "server.py", "sends", HOSTILE_TEXT, to="client 1", wrong=True)),
    )


SAMPLES = {
    "solutions": score("ppppppppp"),
    "stubs": score("fnnfnnfnn", not_started=True),
    "mixed": score("pfnppfnnn"),
    "error": score("pepppfppp"),
    "hostile": hostile(),
}
