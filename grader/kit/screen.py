"""What a program has printed, within bounds."""

from grader.kit.transcript import Transcript

_MOST_KEPT = 256 * 1024  # bytes


class Screen:
    """Everything on the terminal since the present run of the program began. Echo is off: it printed all of it."""

    def __init__(self, transcript: Transcript, who: str) -> None:
        """Note what ``who`` prints in ``transcript``."""
        self._transcript = transcript
        self._who = who
        self.begin()

    def begin(self) -> None:
        """Clear it for a new run."""
        self.printed = 0  # bytes, kept or not
        self._kept = bytearray()

    def take(self, output: bytes) -> None:
        """Append what has been printed."""
        if not output:
            return
        self.printed += len(output)
        if len(self._kept) < _MOST_KEPT:
            self._kept += output[:_MOST_KEPT]
            for line in output.decode(errors="backslashreplace").splitlines():
                self._transcript.note(self._who, "shows", line, to="screen")

    def text(self) -> str:
        """Return what stands there, with plain newlines."""
        return self._kept.decode(errors="replace").replace("\r\n", "\n")
