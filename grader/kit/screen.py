"""What a program has printed, within bounds."""

import codecs

from grader.kit.transcript import Transcript

_FLOOD = 1024  # bytes; so much at once is not the end of what is printed, so its last line may go on


class Screen:
    """Everything on the terminal since the present run of the program began. Echo is off: it printed all of it."""

    def __init__(self, transcript: Transcript, who: str, most_kept: int) -> None:
        """Note what ``who`` prints in ``transcript``; keep ``most_kept`` bytes of it, and throw the rest away."""
        self._transcript = transcript
        self._who = who
        self._most_kept = most_kept
        self.begin()

    def begin(self) -> None:
        """Clear it for a new run."""
        self.printed = 0  # bytes, kept or not
        self._kept = bytearray()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="backslashreplace")
        self._untold = ""  # the beginning of a line

    @property
    def is_full(self) -> bool:
        """Whether no more of what is printed is kept."""
        return len(self._kept) >= self._most_kept

    def take(self, output: bytes) -> None:
        """Append what has been printed."""
        if not output:
            return
        self.printed += len(output)
        if self.is_full:
            return
        self._kept += output[: self._most_kept]
        text = self._untold + self._decoder.decode(output)
        whole, newline, rest = text.rpartition("\n")
        self._tell(whole + newline)
        self._untold = rest
        if len(output) < _FLOOD:
            self.tell_the_rest()

    def tell_the_rest(self) -> None:
        """Let the transcript say what stands in a line that has not been ended."""
        self._tell(self._untold)
        self._untold = ""

    def text(self) -> str:
        """Return what stands there, with plain newlines."""
        return self._kept.decode(errors="replace").replace("\r\n", "\n")

    def _tell(self, text: str) -> None:
        for line in text.splitlines():
            self._transcript.note(self._who, "shows", line, to="screen")
