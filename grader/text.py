"""Sentences as data: an English template with named places, and the values that belong there. The words come last.

Nothing in the grader reads a sentence to find something out. ``report/wording.py`` renders them.
"""

import re
from collections.abc import Callable, Iterable
from functools import reduce
from typing import TypeAlias

import msgspec

Translate = Callable[[str], str]  # such as gettext: a template -> the same template in another language
_PLACE = re.compile(r"\{([a-z][a-z_]*)\}")
_COMMA = ", "
_LONGEST_NUMBER = 20  # characters of any that a grading tells
_DEEPEST = 8  # texts within texts; a stored one may come from anybody
_LONGEST = 16_384  # characters of one text, for the same reason
_GROWTH, _SPARE = 2, 200  # a text is at most so many times as long as its parts together, and a little longer


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A sentence, or a part of one.

    A place is a name in braces: ``{file}``. A value is a string, a number, another text, or several of them, which are
    listed with commas. A text without values has no places: braces are braces there.
    """

    template: str
    values: dict[str, "str | int | float | Text | tuple[str | Text, ...]"] = {}

    def __str__(self) -> str:
        """Return it in English, for messages of exceptions and for tests."""
        return self.filled(_unchanged)

    def filled(self, translate: Translate) -> str:
        """Return it in the language of ``translate``. A place without a value stays as it is."""
        return _filled(self, translate, min(_LONGEST, _GROWTH * _size(self, _DEEPEST) + _SPARE), _DEEPEST)

    def having(self, **values: "Value") -> "Text":
        """Return the text of this template with these values: for tables of templates."""
        return Text(self.template, values)

    def changed(self, change: Callable[[str], str]) -> "Text":
        """Return it with its template and every string in it changed."""
        return Text(change(self.template), {name: _changed(value, change) for name, value in self.values.items()})


Value: TypeAlias = str | int | float | Text | tuple[str | Text, ...]


def say(template: str, **values: Value) -> Text:
    """Return a text. Catalogues of messages are made from the templates of these calls."""
    return Text(template, values)


def with_values(template: str, values: dict[str, Value]) -> Text:
    """Return a text with those of the values that the template names."""
    return Text(template, {name: values[name] for name in _PLACE.findall(template) if name in values})


def joined(parts: Iterable[str | Text]) -> str | Text:
    """Return "this and that and another" for one part or several; "" for none."""
    given = list(parts)
    return reduce(lambda before, last: say("{before} and {last}", before=before, last=last), given) if given else ""


def _unchanged(template: str) -> str:
    return template


def _filled(text: Text, translate: Translate, room: int, depth: int) -> str:
    """Return no more than ``room`` characters. No value is made longer than the room that is left for it."""
    template = translate(text.template) if text.template else ""  # to gettext, "" is the catalogue's head
    if not text.values:
        return template[:room]
    if depth == 0:
        return "…"[:room]
    parts: list[str] = []
    words: dict[str, str] = {}
    end = 0
    for place in _PLACE.finditer(template):
        parts.append(template[end : place.start()][:room])
        room -= len(parts[-1])
        if room <= 0:
            return "".join(parts)
        name, end = place[1], place.end()
        if name in text.values and name not in words:
            words[name] = _worded(text.values[name], translate, room, depth - 1)
        parts.append(words.get(name, place[0])[:room])
        room -= len(parts[-1])
    return "".join([*parts, template[end:][:room]])


def _worded(value: Value, translate: Translate, room: int, depth: int) -> str:
    match value:
        case Text():
            return _filled(value, translate, room, depth)
        case tuple():
            parts: list[str] = []
            left = room
            for each in value:
                if left <= 0:
                    break
                parts.append(_worded(each, translate, left, depth))
                left -= len(parts[-1]) + len(_COMMA)
            return _COMMA.join(parts)[:room]
        case float():
            return f"{value:.1f}"
        case str():
            return value[:room]
    return str(value)


def _size(value: Value, depth: int) -> int:
    """Return how many characters a value is made from, as deep as it is shown."""
    match value:
        case Text():
            inner = sum(_size(each, depth - 1) for each in value.values.values()) if depth else 0
            return len(value.template) + inner
        case tuple():
            return sum(_size(each, depth) + len(_COMMA) for each in value)
        case str():
            return len(value)
    return _LONGEST_NUMBER


def _changed(value: Value, change: Callable[[str], str]) -> Value:
    match value:
        case Text():
            return value.changed(change)
        case tuple():
            return tuple(each.changed(change) if isinstance(each, Text) else change(each) for each in value)
        case str():
            return change(value)
    return value
