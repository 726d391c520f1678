"""Text from a stranger, made visible: what a student's program, file or folder says may be shown after this.

It is the one answer to control characters (terminals obey them), to characters that reorder or hide what stands beside
them, and to heaps of accents. What a surface itself has a meaning for (HTML, Markdown …) is left: that is the report's.
"""

import unicodedata

# Letters and symbols by their category, and yet there is nothing to see.
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LONGEST = 120  # characters of one thing that is shown in a line: of an event's data, of a line of code
_MOST_MARKS = 3  # on one letter; more than any script needs climb over the lines above and below


def printable(text: str) -> str:
    """Return ``text`` on one line, with what cannot be seen as it is written as Python's escape."""
    if text.isascii() and text.isprintable():
        return text
    shown, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        is_seen = letter.isprintable() and letter not in _UNSEEN and marks <= _MOST_MARKS
        shown.append(letter if is_seen and not _selects(letter) else ascii(letter)[1:-1])
    return "".join(shown)


def in_short(text: str) -> str:
    """Cut a long text in the middle, and make it printable."""
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]} … {text[-half:]}"
    return printable(text)


def printable_lines(text: str) -> str:
    """Return ``text`` with its lines as they are, and each of them printable."""
    return "\n".join(map(printable, text.split("\n")))


def _selects(letter: str) -> bool:
    """Tell whether it is a variation selector: it has no shape of its own, and data can be hidden in a row of them."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
