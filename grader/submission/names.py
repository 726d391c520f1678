"""Which name was probably meant: of a program, of an exercise's folder, of an archive. Nothing is opened here.

Only what a browser, an editor or a learning platform does to a name by itself is undone: the case of letters, blanks,
download numbers, ``.txt``, the sign between two words. Everything else (``server_final.py``) is named, not guessed.
"""

import re
import unicodedata
from collections.abc import Iterable

from grader.printable import printable
from grader.text import Text, say

_LONGEST = 255  # characters: longer names are nobody's near miss
_LONGEST_SHOWN = 80  # characters of a name that somebody else chose
_MOST_SHOWN = 6  # names in one sentence
_NUMBER = r"(?: *\([0-9]{1,4}\)|-[0-9]{1,4})"  # of a download: "server (1).py", "server-1.py"
_ARCHIVE = re.compile(rf"(.*?){_NUMBER}?\.(?:zip|tar|tar\.gz|tgz)", re.IGNORECASE | re.ASCII | re.DOTALL)
_SIGNS = "[-_. ]"  # between two words of a folder's name


def in_short(name: str) -> str:
    """Return a name that somebody else chose so that it can be shown anywhere: no control characters, not too long."""
    shown = printable(name[: _LONGEST_SHOWN + 1])
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"


def listed(names: Iterable[str]) -> Text | tuple[str, ...]:
    """Return the first few names, each in short, in the order that they have."""
    given = list(names)
    shown = tuple(in_short(name) for name in given[:_MOST_SHOWN])
    more = len(given) - len(shown)
    return say("{names} and {more} more", names=shown, more=more) if more else shown


def joined(place: str, name: str) -> str:
    """Return the path of what lies at a place; the submission's own place is ""."""
    return "/".join(filter(None, (place, name)))


def is_visible(name: str) -> bool:
    """Tell whether a student made it: not hidden, not macOS's ``__MACOSX`` or Python's ``__pycache__``."""
    return not name.startswith((".", "__"))


def is_nearly(name: str, program: str) -> bool:
    """Tell whether a file is the program but for what others have done to its name: ``Server (1).py.txt``."""
    stem = re.escape(program.removesuffix(".py"))
    pattern = rf" *{stem}{_NUMBER}{{0,2}} *\.py(?:\.py|\.txt)? *"
    return name != program and len(name) <= _LONGEST and bool(re.fullmatch(pattern, name, re.IGNORECASE | re.ASCII))


def looks_like(name: str, program: str) -> bool:
    """Tell whether a name with letters beyond ASCII only looks like the program's: a Cyrillic letter, an accent."""
    if name.isascii():
        return False
    seen = [letter for letter in name if unicodedata.category(letter) not in {"Cf", "Mn"}]
    if len(seen) != len(program):
        return False
    pairs = list(zip(seen, program, strict=True))
    stem = pairs[: -len(".py")]
    return all(not ours.isascii() or ours.lower() == theirs for ours, theirs in pairs) and any(
        ours.isascii() for ours, _ in stem
    )


def exercise_meant(name: str, exercises: Iterable[str]) -> str | None:
    """Return the one exercise whose folder nearly has this name: ``TCP-v3``, ``tcp_v3 (1)``; itself included."""
    if not name.isascii() or len(name) > _LONGEST:
        return None
    word = _squeezed(re.sub(rf"{_NUMBER}$", "", name)), _squeezed(name)
    meant = [exercise for exercise in exercises if _squeezed(exercise) in word]
    return meant[0] if len(meant) == 1 else None


def is_archive(name: str) -> bool:
    """Tell whether a file's name says that it is an archive."""
    return len(name) <= _LONGEST and bool(_ARCHIVE.fullmatch(name))


def exercise_of_archive(name: str, exercises: Iterable[str]) -> str | None:
    """Return the one exercise that an archive's name ends with, if no other is in it: ``mueller_4711_tcp_v3.zip``."""
    parts = _ARCHIVE.fullmatch(name) if len(name) <= _LONGEST else None
    if not parts:
        return None
    stem = parts[1].lower()
    words = {exercise: f"(?<![a-z0-9]){_spelled(exercise)}(?![a-z0-9])" for exercise in exercises}
    mentioned = [exercise for exercise, word in words.items() if re.search(word, stem)]
    if len(mentioned) == 1 and re.search(rf"{words[mentioned[0]]}\Z", stem):
        return mentioned[0]
    return None


def _squeezed(name: str) -> str:
    return re.sub(_SIGNS, "", name).lower()


def _spelled(exercise: str) -> str:
    return f"{_SIGNS}?".join(map(re.escape, exercise.split("_")))
