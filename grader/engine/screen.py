"""What a program has printed, within bounds."""

import codecs

from grader.engine.complaint import is_heading, is_rule, without_marks
from grader.engine.transcript import Transcript
from grader.events import Act

_FLOOD = 1024  # bytes; so much at once is not the end of what is printed, so its last line may go on


class Screen:
    """Everything on the terminal since the present run of the program began. Echo is off: it printed all of it."""

    def __init__(self, transcript: Transcript, who: str, most: int) -> None:
        """Note what ``who`` prints in ``transcript``, and keep the first ``most`` bytes."""
        self._most = most
        self._transcript = transcript
        self._who = who
        self.begin()

    def begin(self) -> None:
        """Clear it for a new run."""
        self.printed = 0  # bytes, kept or not
        self._kept = bytearray()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="backslashreplace")
        self._untold = ""  # the beginning of a line
        self._in_a_traceback = False

    def take(self, output: bytes) -> None:
        """Append what has been printed."""
        if not output:
            return
        self.printed += len(output)
        output = output[: self._most - len(self._kept)]
        if not output:
            return
        self._kept += output
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

    @property
    def is_full(self) -> bool:
        """Whether so much has been printed that what comes now is thrown away."""
        return len(self._kept) >= self._most

    def text(self) -> str:
        """Return what stands there, with plain newlines."""
        return self._kept.decode(errors="replace").replace("\r\n", "\n")

    def _tell(self, text: str) -> None:
        """Note each line, quoted like what is sent; a traceback is one event, with its last line."""
        for line in text.splitlines():
            bare = without_marks(line)
            if is_heading(bare):
                self._in_a_traceback = True
            elif not self._in_a_traceback and not is_rule(line):
                self._transcript.note(self._who, Act.SHOWS, repr(line), to="screen")
            elif self._in_a_traceback and bare and not bare[0].isspace():
                self._in_a_traceback = False
                self._transcript.note(self._who, Act.SHOWS_A_TRACEBACK, bare, to="screen")
