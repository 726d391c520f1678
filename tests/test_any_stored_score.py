"""Reports of scores that no grading has written: whatever the schema allows is shown, in every format."""

import io
from enum import StrEnum
from types import UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType
from rich.console import Console

from grader.events import Act, Event
from grader.failures import BadCall, Want
from grader.model import Score, Status
from grader.report.audience import as_student_sees
from grader.report.formats import FORMATS, render
from grader.report.marked import Marked
from grader.report.stored import harmless
from grader.report.terminal import show
from grader.report.wording import told
from grader.text import Text, say
from tests.scores import score
from tests.test_formats import RUNNER

ATTACK = "\x1b[2J\u202e\x00\r"
STRINGS = st.sampled_from(["", "a", "a/b.py", ATTACK, "{a}", "two\nlines", "server.py", *Act, *Want])
NUMBERS = st.sampled_from([0, 1, -1, 2**53])


def any_of(type_: object) -> st.SearchStrategy[object]:
    """Return values of a type that a score is made from: few and small ones, and the odd ones among them."""
    arguments = get_args(type_)
    if type_ in SIMPLE:
        return SIMPLE[type_]
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        return st.sampled_from(list(type_))
    if get_origin(type_) is Literal:
        return st.sampled_from(arguments)
    if get_origin(type_) in {Union, UnionType}:
        return st.one_of([any_of(argument) for argument in arguments])
    if get_origin(type_) is tuple:
        return st.lists(any_of(arguments[0]), max_size=2).map(tuple)
    assert isinstance(type_, type)
    assert issubclass(type_, msgspec.Struct), type_
    return st.builds(type_, **{name: any_of(hint) for name, hint in get_type_hints(type_).items()})


TEXTS = st.recursive(
    st.builds(Text, STRINGS),
    lambda texts: st.builds(
        Text,
        STRINGS,
        st.dictionaries(
            STRINGS, STRINGS | NUMBERS | texts | st.lists(STRINGS | texts, max_size=2).map(tuple), max_size=2
        ),
    ),
    max_leaves=3,
)


SIMPLE: dict[object, st.SearchStrategy[object]] = {
    str: STRINGS,
    int: NUMBERS,
    float: st.sampled_from([0.0, -1.0, 1e300, 0.5]),
    bool: st.booleans(),
    UnsetType: st.just(UNSET),
    type(None): st.none(),
    Text: TEXTS,
}


def texts_of(stored: Score) -> list[str]:
    """Return every report of a score that came from anywhere, for both audiences, as `report` makes them."""
    seen = harmless(msgspec.json.decode(msgspec.json.encode(stored), type=Score))
    made = []
    for edition in (told(seen), told(as_student_sees(seen))):
        made += [render(form, Marked(edition, environment=RUNNER)).decode() for form in FORMATS]
        console = Console(file=io.StringIO(), width=80)
        show(edition, console, verbose=True)
        assert isinstance(console.file, io.StringIO)
        made.append(console.file.getvalue())
    return made


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_of(Score))
def test_every_score_that_the_schema_allows_is_shown(stored: Score) -> None:
    """In every format: no checks, no points, no participants, any status, numbers below 0; and nothing is obeyed."""
    for text in texts_of(stored):
        assert not set(ATTACK).intersection(text) - set("[2J")


@pytest.mark.parametrize("status", Status)
def test_a_program_of_which_no_check_is_told_is_shown(status: Status) -> None:
    """Nor one whose points its checks do not account for."""
    made = score("".join({"passed": "p", "failed": "f", "not_run": "n", "error": "e"}[status] for _ in range(9)))
    for checks in ((), made.exercises[0].programs[0].checks):
        programs = tuple(
            msgspec.structs.replace(program, checks=checks, score=-1) for program in made.exercises[0].programs
        )
        odd = msgspec.structs.replace(made.exercises[0], programs=programs)
        assert texts_of(msgspec.structs.replace(made, exercises=(odd,)))


def test_what_nobody_does_alone_is_drawn() -> None:
    """A transcript of nothing but events that were left out."""
    for text in texts_of(score("fffffffff", transcript=(Event(0.0, "", kind=Act.LEFT_OUT, more=3),))):
        assert "p-1" not in text


def test_a_title_is_one_line() -> None:
    """So are all texts but message, diagnosis and hint, whatever a value in them is called."""
    text = say("{message}\n::error", message="a\n::error")
    made = harmless(score("fffffffff", title_text=text, message_text=text, title="a\n::error"))
    check = told(made).exercises[0].programs[0].checks[0]
    assert "\n" not in check.title
    assert check.message == "a\n::error\n::error"


@pytest.mark.parametrize(
    "text",
    [
        say("{a}" * 5000, a="y" * 10**6),
        say("{a}", a=tuple("y" * 10_000 for _ in range(200))),
        say("{a}{a}{a}{a}", a=say("{a}{a}{a}{a}", a=say("{a}{a}{a}{a}", a=say("{a}{a}{a}{a}", a="y" * 1000)))),
    ],
    ids=["a place again and again", "a long list", "texts within texts"],
)
def test_a_text_never_grows_out_of_its_parts(text: Text) -> None:
    """It is about as long as what it is made from, and never long."""
    size = len(msgspec.json.encode(text))
    assert len(str(text)) <= min(16_384, 2 * size + 200)
    asked: list[str] = []

    def counted(template: str) -> str:
        asked.append(template)
        return template

    deep = text
    for _ in range(8):
        deep = say("{a}{b}", a=deep, b=(deep, deep, deep))
    assert len(deep.filled(counted)) <= 16_384
    assert len(asked) < 20_000


def test_no_score_is_nested_more_deeply_than_one_of_ours() -> None:
    """It is refused in one line."""
    text = say("{a}", a="x")
    for _ in range(100):
        text = say("{a}", a=text)
    with pytest.raises(BadCall, match="nested"):
        harmless(score("fffffffff", message_text=text))


def test_what_is_long_in_an_event_is_cut() -> None:
    """All of a transcript is bounded, so that no diagram grows without end."""
    story = tuple(Event(0.0, f"{number}" + "x" * 100_000, "y" * 100_000, "z" * 100_000) for number in range(200))
    check = told(harmless(score("fffffffff", transcript=story))).exercises[0].programs[0].checks[0]
    assert len(msgspec.json.encode(check.transcript)) < 1_000_000
