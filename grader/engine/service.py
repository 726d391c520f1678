"""What the programs of a lesson do with a message, as far as a check must know.

Exact checks are about bytes. All others are about what happens, and take whatever is recognisable: it carries the
message, whatever stands around it, and it carries no other message.
"""

from collections.abc import Iterable

_FEWEST_STALE = 3  # letters of a longer message behind a shorter one; fewer may stand there for other reasons


class Service:
    """A service that gives each message back as it came. A lesson's own says what else becomes of a message."""

    reserved = ""  # letters that mean something to the programs: no message has one by chance

    def answer_to(self, message: bytes) -> bytes:
        """Return the exact answer."""
        return message

    def carries(self, text: bytes, message: bytes) -> bool:
        """Tell whether ``message``, or its answer, can be recognised somewhere in ``text``."""
        return message in text or self.answer_to(message) in text

    def others_in(self, text: bytes, message: bytes, others: Iterable[bytes]) -> list[bytes]:
        """Return those of ``others`` that ``text``, which carries ``message``, carries too: all of it, or its end.

        Its end: where a buffer is used again, a longer message's end still stands behind a shorter one.
        """
        kept = (other for other in others if not self.carries(message, other))
        return [other for other in kept if self.carries(text, other) or self._is_behind(text, message, other)]

    def is_recognisable(self, text: bytes, message: bytes, others: Iterable[bytes] = ()) -> bool:
        """Tell whether ``text`` carries ``message`` and none of the ``others``."""
        return self.carries(text, message) and not self.others_in(text, message, others)

    def _is_behind(self, text: bytes, message: bytes, other: bytes) -> bool:
        end = other[len(message) :]
        return len(end) >= _FEWEST_STALE and self.carries(text, message + end)
