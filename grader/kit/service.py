"""What the service of the lesson answers, and by what an answer or a message can be recognised.

Exact checks are about bytes. All others are about what happens, and take whatever is recognisable: it contains the
message, in whatever case and whatever stands around it, and it carries no other message.
"""

from collections.abc import Iterable

_FEWEST_STALE = 3  # letters of a longer message behind a shorter one; fewer may stand there for other reasons


def answer_to(message: bytes) -> bytes:
    """Return the exact answer: the message's ASCII letters in upper case."""
    return message.upper()


def carries(text: bytes, message: bytes) -> bool:
    """Tell whether ``message`` stands somewhere in ``text``, in whatever case."""
    return message.lower() in text.lower()


def others_in(text: bytes, message: bytes, others: Iterable[bytes]) -> list[bytes]:
    """Return those of ``others`` that ``text``, which carries ``message``, carries too: all of it, or its end.

    Its end: where a buffer is used again, a longer message's end still stands behind a shorter one.
    """
    kept = (other for other in others if not carries(message, other))
    return [other for other in kept if carries(text, other) or _is_behind(text, message, other)]


def is_recognisable(text: bytes, message: bytes, others: Iterable[bytes] = ()) -> bool:
    """Tell whether ``text`` carries ``message`` and none of the ``others``."""
    return carries(text, message) and not others_in(text, message, others)


def _is_behind(text: bytes, message: bytes, other: bytes) -> bool:
    end = other[len(message) :]
    return len(end) >= _FEWEST_STALE and carries(text, message + end)
