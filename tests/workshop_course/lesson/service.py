"""The service of the workshop: every message comes back in reverse."""

from grader.engine.service import Service


class Reversing(Service):
    """It turns messages round."""

    def answer_to(self, message: bytes) -> bytes:
        """Return the message in reverse."""
        return message[::-1]


SERVICE = Reversing()
