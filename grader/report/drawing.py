"""A sequence diagram, laid out: where its lines and words stand, in the pixels of an SVG."""

import unicodedata

import msgspec

from grader.events import Event
from grader.report.sequence import Diagram, Step, diagram, wrapped

_LETTER = 7.3  # pixels: the advance of a monospaced letter at the drawing's size of type
_LINE = 16
_MARGIN = 12
_HEAD = 28  # the height of a participant's box
_GAP = 14  # between two steps
_NARROWEST = 150  # between two participants


class Row(msgspec.Struct, frozen=True):
    """One step: an arrow from ``x1`` to ``x2``, or a note around ``x1`` that is as wide as ``x2 - x1``."""

    kind: str  # "arrow", "note"
    wrong: bool
    x1: float
    x2: float
    y: float  # of the arrow, or of the note's upper edge
    height: float  # of the lines of text
    text_x: float
    lines: tuple[tuple[float, str], ...]  # (y of the baseline, text)


class Drawing(msgspec.Struct, frozen=True):
    """All of it. ``columns``: the participants' names, with the x of their lifelines and the width of their boxes."""

    width: float
    height: float
    columns: tuple[tuple[str, float, float], ...]
    rows: tuple[Row, ...]


def draw(transcript: tuple[Event, ...]) -> Drawing:
    """Lay a transcript out."""
    arranged = diagram(transcript)
    xs = _columns(arranged)
    rows, y = [], float(_MARGIN + _HEAD + _GAP)
    for step in arranged.steps:
        row = _row(step, xs, y)
        rows.append(row)
        y = row.y + (row.height if row.kind == "note" else 0) + _GAP
    columns = tuple((name, x, _width(name) + 2 * _MARGIN) for name, x in zip(arranged.participants, xs, strict=True))
    edges = [x + width / 2 for _, x, width in columns]
    edges += [max(row.x1, row.x2) for row in rows]
    edges += [row.text_x + max(_width(text) for _, text in row.lines) / 2 for row in rows]
    return Drawing(round(max(edges) + _MARGIN), round(y + _MARGIN), columns, tuple(rows))


def _columns(arranged: Diagram) -> list[float]:
    """Return the x of every lifeline, so far apart that what is said between two neighbours finds room."""
    names = arranged.participants
    needed = [float(_NARROWEST)] * len(names)  # to the left of each
    for left, right in zip(range(len(names)), range(1, len(names)), strict=False):
        needed[right] = max(needed[right], (_width(names[left]) + _width(names[right])) / 2 + 3 * _MARGIN)
    for step in arranged.steps:
        widest = max(map(_width, wrapped(step.text))) + 2 * _MARGIN
        if step.source is None or step.to is None:
            continue
        if not step.is_note:
            first, last = sorted((step.source, step.to))
            for place in range(first + 1, last + 1):
                needed[place] = max(needed[place], widest / (last - first))
        else:  # half of a note stands on each side; of the first's room, half is to its left
            needed[step.source] = max(needed[step.source], widest / 2 + 2 * _MARGIN if step.source else widest)
    xs, x = [], float(_MARGIN)
    for place, room in enumerate(needed):
        x += room / 2 if place == 0 else room
        xs.append(x)
    return xs


def _row(step: Step, xs: list[float], y: float) -> Row:
    texts = wrapped(step.text)
    height = len(texts) * _LINE
    if step.source is not None and step.to is not None and not step.is_note:
        x1, x2 = xs[step.source], xs[step.to]
        lines = tuple((y + (place + 1) * _LINE - 4, text) for place, text in enumerate(texts))
        return Row("arrow", step.wrong, x1, x2, y + height + 4, height, (x1 + x2) / 2, lines)
    middle = (xs[0] + xs[-1]) / 2 if step.source is None else xs[step.source]
    half = max(map(_width, texts)) / 2 + _MARGIN
    lines = tuple((y + (place + 1) * _LINE, text) for place, text in enumerate(texts))
    return Row("note", step.wrong, middle - half, middle + half, y, height + 8, middle, lines)


def _width(text: str) -> float:
    """Estimate the width of a text: a Chinese character is as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text) * _LETTER
