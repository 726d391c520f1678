"""What Python says of an exception that nobody has caught, or of a file that it cannot compile."""

import re

import msgspec

from grader.engine.stacks import lines_of

_HEADING = re.compile(r"Traceback \(most recent call last\):$", re.MULTILINE)
_IN_A_GROUP = re.compile(r"^ *(?:\||\+-?(?=[ +])) ?", re.MULTILINE)  # what stands before each line of a group
_RULE = re.compile(r" *\+[-+]+(?: \d{1,9} -+)?")
_NOT_COMPILED = re.compile(r'^ *File "[^"\n]{0,4096}", line \d{1,6}$', re.MULTILINE)
_LAST_LINE = re.compile(r"^(?P<kind>[^\W\d][\w.]{0,200})(?::.*)?$")  # source: traceback.format_exception_only
_ONE_LINE = re.compile(r"^SyntaxError: .*$", re.MULTILINE)  # of a file that is not even text
_MOST_HEADINGS = 3  # the program may have written them: what is looked through is bounded
_LONGEST = 65536  # characters, for the same reason
_ITS_LINE = re.compile(r" on line (\d{1,6})\b")


class Complaint(msgspec.Struct, frozen=True):
    """The latest traceback: all of it, its last line, and the lines of the student's own file that it names."""

    text: str = ""
    exception: str = ""  # "NameError: name 'x' is not defined"; empty: there is no complaint
    lines: tuple[int, ...] = ()

    @property
    def line(self) -> int | None:
        """The line of the student's own file that was reached last."""
        return self.lines[-1] if self.lines else None

    @property
    def kind(self) -> str:
        """The class of the exception, as Python names it."""
        return self.exception.partition(":")[0]


def is_heading(line: str) -> bool:
    """Tell whether a traceback begins with this line, or what Python says of a file that it cannot compile."""
    return _HEADING.search(line) is not None or _NOT_COMPILED.match(line) is not None


def is_rule(line: str) -> bool:
    """Tell whether Python draws this line between the exceptions of a group."""
    return _RULE.fullmatch(line) is not None


def without_marks(line: str) -> str:
    """Take away what Python writes before each line of the traceback of a group."""
    return _IN_A_GROUP.sub("", line)


def complaint(screen: str, file: str) -> Complaint:
    """Return the latest complaint on a screen about the program ``file``.

    Of a group of exceptions it is the last one's; an exception of any class has a traceback, and a heading of it.
    """
    text = _IN_A_GROUP.sub("", screen)
    headings = [heading.end() for heading in _HEADING.finditer(text)]
    for at in reversed(headings[-_MOST_HEADINGS:]):
        after = text[at : at + _LONGEST]
        last = next((line for line in after.splitlines() if line and not line[0].isspace()), "")
        if _LAST_LINE.match(last):
            return Complaint(after, last, tuple(lines_of(file, after[: after.find(f"\n{last}")])))
    if _NOT_COMPILED.match(text):
        after = text[:_LONGEST]
        last = next((line for line in after.splitlines() if line and not line[0].isspace()), "")
        if _LAST_LINE.match(last):
            return Complaint(after, last, tuple(lines_of(file, after)))
    if (alone := _ONE_LINE.fullmatch(text.strip()[:_LONGEST])) is not None:
        its_line = _ITS_LINE.search(alone.group())
        return Complaint(alone.group(), alone.group(), (int(its_line[1]),) if its_line else ())
    return Complaint()
