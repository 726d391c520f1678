"""The service of the miniature course: capitals come back as small letters, and small letters as capitals."""

from grader.engine.service import Service


class Swapping(Service):
    """It swaps the case of ASCII letters."""

    def answer_to(self, message: bytes) -> bytes:
        """Return the message with its case swapped."""
        return message.swapcase()


SERVICE = Swapping()
