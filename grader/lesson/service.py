"""The service of this lesson: it answers each message with the message in upper case."""

from grader.engine.service import Service


class UpperCasing(Service):
    """It upper-cases ASCII letters and leaves all other bytes as they are."""

    reserved = "qQ"  # a line "q" ends a client

    def answer_to(self, message: bytes) -> bytes:
        """Return the message's ASCII letters in upper case."""
        return message.upper()

    def carries(self, text: bytes, message: bytes) -> bool:
        """Tell whether ``message`` stands somewhere in ``text``, in whatever case."""
        return message.lower() in text.lower()


SERVICE = UpperCasing()
