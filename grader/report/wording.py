"""Words, at last: the one place where facts become sentences.

``told`` makes the sentences of a whole score. The formats take them from there. A language is a function from an
English template to the template in that language, such as ``gettext`` of a catalogue of messages.
"""

import msgspec
from msgspec import UNSET, UnsetType

from grader.events import Act, Event
from grader.failures import Want
from grader.model import CheckResult, Score, Status
from grader.printable import in_short, printable_lines
from grader.text import Text, Translate, say

_EVENTS: dict[str, Text] = {
    Act.STARTS: say("starts"),
    Act.LISTENS: say("listens on"),
    Act.CONNECTS: say("connects"),
    Act.SENDS: say("sends"),
    Act.SENDS_INSTEAD: say("sends this instead:"),
    Act.ENDS_THE_STREAM: say("ends the stream"),
    Act.SHUTS_DOWN_SENDING: say("shuts down its sending side"),
    Act.LEAVES: say("closes the connection"),
    Act.LEAVES_TOO: say("closes the connection too"),
    Act.RESETS: say("resets the connection"),
    Act.IS_KILLED: say("is killed"),
    Act.STOPS_LISTENING: say("stops listening"),
    Act.WAITS_FOR_THE_KEYBOARD: say("waits for the keyboard"),
    Act.TYPES: say("types"),
    Act.SHOWS: say("prints"),
    Act.SHOWS_A_TRACEBACK: say("prints a traceback:"),
    Act.HAS_ENDED: say("has ended"),
    Want.LISTENING: say("does not listen on"),
    Want.LISTENING_THERE_ALONE: say("also listens on another address"),
    Want.CONNECTION: say("does not connect"),
    Want.ONE_CONNECTION: say("opens more than one connection"),
    Want.ONE_SOCKET: say("uses more than one socket"),
    Want.ACCEPTING: say("does not accept"),
    Want.ANSWER: say("does not answer"),
    Want.MESSAGE: say("sends nothing"),
    Want.NOTHING: say("sends something"),
    Want.RECEIVING: say("does not receive the reply"),
    Want.DATAGRAMS: say("sends another number of datagrams"),
    Want.END_OF_STREAM: say("does not end the stream"),
    Want.ORDERLY_END: say("resets the connection instead of closing it"),
    Want.KEYBOARD: say("does not wait for the keyboard"),
    Want.NO_KEYBOARD: say("waits for the keyboard"),
    Want.SCREEN: say("does not print"),
    Want.LITTLE: say("prints too much"),
    Want.PROMPT: say("prints nothing before it waits"),
    Want.END: say("does not end"),
    Want.CLEAN_END: say("does not end cleanly"),
    Want.GOING_ON: say("does not keep running"),
    Want.REST: say("keeps using the processor"),
    Want.CLOSED_SOCKETS: say("keeps sockets open"),
    Want.PROCESSES: say("has another number of processes"),
    Want.NOBODY_LEFT: say("leaves processes behind"),
    Want.BOUNDED_PROCESSES: say("starts too many processes"),
    Want.BOUNDED_MEMORY: say("exceeds the memory limit"),
}


def in_english(template: str) -> str:
    """Return the template as it is: the language that the grader is written in."""
    return template


def render(text: Text, translate: Translate = in_english) -> str:
    """Return a text as lines that can be shown anywhere."""
    return printable_lines(text.filled(translate))


def facts_beside(text: Text) -> Text | UnsetType:
    """Return what a score keeps beside the sentence that ``render`` makes: nothing where that is all there is."""
    return text.changed(printable_lines) if text.values else UNSET


def told(score: Score, translate: Translate = in_english) -> Score:
    """Return the score with its sentences made anew from the facts beside them.

    A score of an older grader has fewer facts: there a sentence is its own template.
    """
    exercises = tuple(
        msgspec.structs.replace(
            exercise,
            programs=tuple(
                msgspec.structs.replace(program, checks=tuple(_result(result, translate) for result in program.checks))
                for program in exercise.programs
            ),
        )
        for exercise in score.exercises
    )
    refused = tuple(
        msgspec.structs.replace(refusal, reason=_said(refusal.reason, refusal.reason_text, translate))
        for refusal in score.refused
    )
    return msgspec.structs.replace(score, exercises=exercises, refused=refused)


def _result(result: CheckResult, translate: Translate) -> CheckResult:
    message = _said(result.message, result.message_text, translate)
    return msgspec.structs.replace(
        result,
        title=_said(result.title, result.title_text, translate),
        message=_sentence(message) if result.status is Status.FAILED else message,
        diagnosis=_sentence(_said(result.diagnosis, result.diagnosis_text, translate)),
        hint=_said(result.hint, result.hint_text, translate),
        transcript=tuple(_event(event, translate) for event in result.transcript),
    )


def _said(sentence: str, text: Text | UnsetType, translate: Translate) -> str:
    return render(Text(sentence) if isinstance(text, UnsetType) else text, translate)


def _sentence(text: str) -> str:
    """Begin with a capital letter, unless the first word is no word of ours: a file's name, bytes, a key."""
    first = text.partition(" ")[0].rstrip(",:;")
    return text[:1].upper() + text[1:] if first.isalpha() and first.isascii() and len(first) > 1 else text


def _event(event: Event, translate: Translate) -> Event:
    words = _of_kind(event)
    return msgspec.structs.replace(
        event,
        what=event.what if words is None else render(words, translate),
        data=event.data if isinstance(event.data_text, UnsetType) else in_short(event.data_text.filled(translate)),
    )


def _of_kind(event: Event) -> Text | None:
    """Return the words for an event; None where it is one that this grader does not know."""
    if event.kind == Act.LEFT_OUT:
        return say("… {more} more events …", more=event.more)
    words = _EVENTS.get(event.kind)
    if words is not None and event.more:
        return say("{acts} {more} more, the last one", acts=words, more=event.more)
    return words
