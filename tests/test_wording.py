"""Sentences as data: facts travel, and the words are made once, in the language that is asked for."""

import ast

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.events import Act, Event
from grader.failures import Want
from grader.report.wording import facts_beside, render, told
from grader.text import Text, Value, joined, say
from tests.scores import SAMPLES, score
from tests.test_floors import modules

SENTENCE = say(
    "{who} sent {data}, and {what}",
    who="client 1",
    data=("b'one'", say("{number} more", number=2)),
    what=say("slept for {seconds} s", seconds=1.25),
)


def shouted(template: str) -> str:
    """Translate a template, and leave its places as they are."""
    return "".join(part if part.startswith("{") else part.upper() for part in _parts(template))


def _parts(template: str) -> list[str]:
    return template.replace("{", "\0{").replace("}", "}\0").split("\0")


def test_values_stand_in_their_places() -> None:
    """Strings as they are, numbers of seconds with one digit, lists with commas, texts within texts."""
    assert str(SENTENCE) == "client 1 sent b'one', 2 more, and slept for 1.2 s"


def test_a_language_changes_the_words_and_not_the_values() -> None:
    """Every template is translated, also those within others; what was typed, sent or seen stays."""
    assert render(SENTENCE, shouted) == "client 1 SENT b'one', 2 MORE, AND SLEPT FOR 1.2 S"


def test_a_text_without_values_has_no_places() -> None:
    """What a machine or Python says may have braces."""
    assert str(say("set() is {file}")) == "set() is {file}"
    assert str(say("{file} is {unknown}", file="x")) == "x is {unknown}"
    assert render(say(""), lambda _: "the head of a catalogue") == ""


@pytest.mark.parametrize(("parts", "sentence"), [("a", "a"), ("ab", "a and b"), ("abc", "a and b and c")])
def test_parts_are_joined(parts: str, sentence: str) -> None:
    """One part stays as it is."""
    assert str(say("{parts}", parts=joined(parts))) == sentence


VALUES: st.SearchStrategy[Value] = st.recursive(
    st.text(max_size=5) | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    lambda values: (
        st.builds(Text, st.text(max_size=5), st.dictionaries(st.sampled_from("abc"), values))
        | st.lists(st.text(max_size=5)).map(tuple)
    ),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(
    st.builds(
        Text, st.sampled_from(["{a} and {b}", "{a}{a}", "{c", ""]), st.dictionaries(st.sampled_from("abc"), VALUES)
    )
)
def test_a_text_survives_json(text: Text) -> None:
    """It comes back equal and says the same."""
    back = msgspec.json.decode(msgspec.json.encode(text), type=Text)
    assert back == text
    assert render(back) == render(text)


def test_a_text_that_somebody_made_up_is_rendered_within_bounds() -> None:
    """However deep, and however often a place is named."""
    text = say("{a}" * 5000, a="x" * 5000)
    for _ in range(300):
        text = say("{a}" * 5000, a=text)
    assert len(render(text)) < 20_000


@pytest.mark.parametrize("name", SAMPLES)
def test_a_score_says_the_same_when_its_sentences_are_made_anew(name: str) -> None:
    """The facts beside the sentences are enough."""
    if name != "hostile":
        assert told(SAMPLES[name]) == SAMPLES[name]


def test_every_sentence_of_a_score_is_made_in_the_language_that_is_asked_for() -> None:
    """Messages, diagnoses, hints, reasons; of a score of an older grader the sentence itself is looked up."""
    made = told(score("fpppppppp"), shouted)
    check = made.exercises[0].programs[0].checks[0]
    assert (check.message, check.hint) == ("THE MESSAGE OF listens.", "THE HINT OF listens?")
    assert check.diagnosis.startswith("THE DIAGNOSIS OF listens AT LINE 2:")
    assert made.refused[0].reason == "IT IS A SYMBOLIC LINK"
    older = told(score("fpppppppp", message_text=msgspec.UNSET), shouted)
    assert older.exercises[0].programs[0].checks[0].message == "THE MESSAGE OF LISTENS."


def test_only_facts_that_say_more_stand_beside_a_sentence() -> None:
    """A sentence without places is its own template; values are made printable as the sentence is."""
    assert facts_beside(say("It is gone.")) is msgspec.UNSET
    assert facts_beside(say("{name} is gone.", name="\x1b[2J")) == say("{name} is gone.", name="\\x1b[2J")


def test_every_event_has_its_words() -> None:
    """Acts and wants have different names, and there are words for each."""
    kinds = [kind for kind in (*Act, *Want) if kind is not Act.LEFT_OUT]
    assert len(kinds) == len(set(map(str, kinds)))
    for kind in kinds:
        event = Event(0.0, "server.py", kind=kind, wrong=kind in set(Want))
        assert told_event(event).what, kind
    assert told_event(Event(0.0, "", kind=Act.LEFT_OUT, more=3)).what == "… 3 more events …"
    assert told_event(Event(0.0, "x", data="b''", kind=Act.SENDS, more=7)).what == "sends 7 more, the last one"
    assert told_event(Event(0.0, "x", "does what nobody knows", kind="unheard_of")).what == "does what nobody knows"


def told_event(event: Event) -> Event:
    """Return the event in words."""
    return told(score("fpppppppp", transcript=(event,))).exercises[0].programs[0].checks[0].transcript[0]


def test_templates_stand_where_catalogues_of_messages_are_made_from() -> None:
    """The first argument of every ``say`` is a string that can be read without running anything."""
    for name, source in modules().items():
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "say":
                assert isinstance(call.args[0], ast.Constant), (name, call.lineno)


def test_words_are_made_in_one_room() -> None:
    """Nobody else fills the places of a text."""
    assert {name for name, source in modules().items() if ".filled(" in source} == {
        "grader.text",
        "grader.report.wording",
    }
