"""How the command ends, whatever happens in it: with its exit status, or by the signal that interrupted it.

Imports the standard library alone, so that a Python that lacks a package is told so in one line, too; and little of
it, because the command starts twice (``start.py``).
"""

import codecs
import errno
import io
import os
import select
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from grader.printable import printable
from grader.process.interrupts import SIGNALS

NO_RESULT = 2
_LONGEST_COMPLAINT = 500  # characters
_MOST_DIGITS = 3  # of a terminal's columns and lines
_STANDARD = (0, 1, 2)  # input, output, errors
_HINTS = {
    errno.EMFILE: "a process may open too few files: raise the limit with ulimit -n",
    errno.ENFILE: "this machine may open no more files",
    errno.ENOSPC: "a disk is full: make room, or name another folder with --reports and TMPDIR",
    errno.EDQUOT: "your share of the disk is used up: make room, or name another folder with --reports and TMPDIR",
    errno.EFBIG: "files may not grow so large: raise the limit with ulimit -f",
    errno.EROFS: "a file system is read-only: name a folder that can be written with --reports and TMPDIR",
    errno.EAGAIN: "no more processes can be started: see ulimit -u",
    errno.ENOMEM: "this machine has too little memory",
}
_PLAINER = {"✓": "+", "✗": "x", "·": "-", "→": ">", "…": "..."}  # our own signs, where they cannot be encoded


class Screen(io.RawIOBase):
    """Standard output, or that for errors, which a command outlives: what cannot be written is dropped."""

    def __init__(self, descriptor: int) -> None:
        """Write to ``descriptor``, which stays open."""
        self._descriptor = descriptor
        self.lost = ""  # why something could not be written, in the system's words

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """Tell whether this is a terminal."""
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        """Say yes, always."""
        return True

    def write(self, content: Any, /) -> int:  # noqa: ANN401 - whatever holds bytes
        """Write what can be written; take the rest as though it had been."""
        rest = memoryview(content).cast("B")
        while rest and not self.lost:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except BlockingIOError:  # whoever reads it made it non-blocking, for both of us
                select.select((), (self._descriptor,), ())
            except OSError as error:
                self.lost = error.strerror or str(error)
        return memoryview(content).nbytes


class _Signals:
    """The signals that interrupt a command: the first is heard, those that follow are not."""

    def __init__(self) -> None:
        self.came = 0  # the first one's number
        self.has_tidied_up = False  # what is left to be done may be cut off

    def listen(self) -> None:
        """Let the first signal interrupt the command."""
        for number in SIGNALS:
            is_ignored = signal.getsignal(number) is signal.SIG_IGN
            if not (
                number == signal.SIGHUP and is_ignored
            ):  # nohup; of the others a shell deprives what runs behind it
                signal.signal(number, self._interrupt)
        sys.unraisablehook = self._swallowed
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # inherited as ignored, children would vanish unseen
        signal.pthread_sigmask(signal.SIG_SETMASK, ())

    def _interrupt(self, number: int, _: FrameType | None) -> None:
        if self.has_tidied_up:
            _die_of(self.came or number)
        if not self.came:
            self.came = number
            raise KeyboardInterrupt

    def _swallowed(self, unraisable: "sys.UnraisableHookArgs") -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            self.came = 0  # it came where nothing can be raised: the next one is heard again
        else:
            sys.__unraisablehook__(unraisable)


def run(command: Callable[[], NoReturn]) -> NoReturn:
    """Run the command, which ends by SystemExit. End with its exit status, or with 2 and one line where it has none.

    The first signal interrupts the command, and ends it once it has tidied up; until then, others change nothing.
    """
    signals = _Signals()
    status = NO_RESULT
    try:
        try:
            signals.listen()
            _take_screens()
            _forget_nonsense()
            command()
        finally:
            signals.has_tidied_up = True
    except KeyboardInterrupt as interruption:  # its words, if it has any: what became of the work
        status = refuse(f"interrupted{': ' if interruption.args else ''}{interruption}")
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else NO_RESULT
    except BaseException as error:  # noqa: BLE001 - it ends here, whatever it is
        status = refuse(_told(error))
    sys.stdout.flush()
    if reason := take_lost_output():
        status = refuse(f"the output could not be written: {reason}")
    sys.stderr.flush()
    if signals.came:
        _die_of(signals.came)
    sys.exit(status)


def refuse(line: str) -> int:
    """Say in one line why there is no result; return the exit status for that."""
    warn(f"error: {' '.join(line.split())}")
    return NO_RESULT


def warn(line: str) -> None:
    """Say something that is no result."""
    sys.stderr.write(f"{printable(line)}\n")
    sys.stderr.flush()


def take_lost_output() -> str:
    """Return why some of the output could not be written, once; empty where all of it was."""
    sys.stdout.flush()
    screen = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    reason = screen.lost if isinstance(screen, Screen) else ""
    if isinstance(screen, Screen) and reason:
        screen.lost = ""
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a device
            os.dup2(nothing.fileno(), screen.fileno())  # so that it is not lost, and told, a second time
    return reason


def _die_of(number: int) -> NoReturn:
    """End by the signal, so that a shell's loop and make stop too."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    sys.exit(NO_RESULT)  # the first process of a container outlives it


def _take_screens() -> None:
    """Put output that breaks nothing in the place of Python's own."""
    try:
        while (descriptor := os.open(os.devnull, os.O_RDWR)) in _STANDARD:
            os.set_inheritable(descriptor, True)  # noqa: FBT003 - it was closed; nothing else may take its number
        os.close(descriptor)
    except OSError:
        return
    codecs.register_error("plainer", _plainer)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        before = getattr(sys, name)
        encoding = before.encoding if before is not None else "utf-8"
        buffer = io.BufferedWriter(Screen(descriptor))
        screen = io.TextIOWrapper(buffer, encoding, errors="plainer", line_buffering=name == "stderr")
        setattr(sys, name, screen)


def _forget_nonsense() -> None:
    """Drop sizes of a terminal that are none, which this process and those that it starts would believe."""
    for name in ("COLUMNS", "LINES"):
        words = os.environ.get(name, "")
        if not (words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS and int(words)):
            os.environ.pop(name, None)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_PLAINER.get(letter, ascii(letter)[1:-1]) for letter in letters), error.end


def _told(error: BaseException) -> str:
    """Return what to say of an exception that nobody has foreseen; its trace goes to a file."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _told_of_missing(error.name)
    complaint = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_COMPLAINT]
    hint = _hint(error)
    return f"unforeseen, so there is no result: {complaint}{f' ({hint})' if hint else ''}{_keep(error)}"


def _told_of_missing(module: str) -> str:
    package = module.partition(".")[0]
    if package == __name__.partition(".")[0]:
        return f"this copy of the grader is not complete: it lacks {module}"
    return (
        f"{sys.executable} lacks the package {package!r}; make grade sets up a Python that has all that is needed, "
        "in .venv (where it lies in there, remove .venv first)"
    )


def _hint(error: BaseException) -> str:
    if not _has_working_folder():
        return "the working folder is gone: change to another one"
    if isinstance(error, MemoryError):
        return _HINTS[errno.ENOMEM]
    return _HINTS.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _has_working_folder() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - pathlib would make every start slower
    except OSError:
        return False
    return True


def _keep(error: BaseException) -> str:
    """Write the trace to a file that only its owner may read; return where it is, as the end of a sentence."""
    import tempfile  # noqa: PLC0415 - takes longer than all the rest of this module, and is seldom needed
    import traceback  # noqa: PLC0415 - the same

    trace = f"Python {sys.version}\n{''.join(traceback.format_exception(error))}".encode(errors="backslashreplace")
    try:
        descriptor, name = tempfile.mkstemp(".txt", "trace-of-grader-")
    except OSError:
        return ""
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(trace)
    except OSError:
        os.unlink(name)  # noqa: PTH108 - pathlib would make every start slower
        return ""
    return f"; the trace is in {name}"
