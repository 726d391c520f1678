"""Which files of an exercise are taken, wherever they come from; why the others are not."""

import sys
from enum import StrEnum
from typing import NamedTuple, Protocol, Self

from grader.course import Exercise, Intake
from grader.model import Remark
from grader.submission.names import in_short, is_nearly, is_visible, listed, looks_like
from grader.text import Text, say

_KIB = 1024
_SHADOWED = sys.stdlib_module_names - set(sys.builtin_module_names)  # built-in modules come before all files
_LONGEST_NAME = 100  # bytes: what every file system can hold


class Kind(StrEnum):
    """What something is that was handed in."""

    FILE = "file"
    FOLDER = "folder"
    SYMBOLIC_LINK = "symbolic link"
    HARD_LINK = "hard link"
    PIPE = "pipe"
    SOCKET = "socket"
    DEVICE = "device"
    UNKNOWN = "unknown"
    OF_A_FEW_PROGRAMS = "of a few programs"  # a member of an archive

    @property
    def text(self) -> Text:
        """The kind in a sentence."""
        return _KINDS[self]


_KINDS = {
    Kind.FILE: say("a file"),
    Kind.FOLDER: say("a folder"),
    Kind.SYMBOLIC_LINK: say("a symbolic link"),
    Kind.HARD_LINK: say("a hard link"),
    Kind.PIPE: say("a pipe"),
    Kind.SOCKET: say("a socket"),
    Kind.DEVICE: say("a device"),
    Kind.UNKNOWN: say("nothing that this grader knows"),
    Kind.OF_A_FEW_PROGRAMS: say("a kind of file that only some programs know"),
}


class Refused(Exception):  # noqa: N818 - an outcome, not an error
    """A file, folder or archive is not taken, for this reason."""

    def __init__(self, reason: Text) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


class LeftOut(NamedTuple):
    """What was handed in and not taken: a path as it can be shown, and why."""

    path: str
    reason: Text


class Folder(Protocol):
    """A folder of a submission, on the disk or in an archive."""

    def names(self) -> list[str]:
        """Return what lies in it, in any order. Raises Refused where that is too much to look at."""

    def kind(self, name: str) -> Kind | None:
        """Return what has this name, or None where nothing has it."""

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the content of a regular file, cut after ``limit + 1`` bytes, or None where nothing has that name.

        Raises Refused where it is something else, or cannot be read whole.
        """

    def folder(self, name: str) -> Self:
        """Return the folder of this name. Raises Refused where it is something else, or not there."""


class Taken(NamedTuple):
    """Of one exercise: the files by path (``tcp_v3/server.py``), what is refused, what was found elsewhere.

    ``missing`` says of the programs that are not there what lies there instead.
    """

    files: dict[str, bytes]
    refused: list[LeftOut]
    remarks: list[Remark]
    missing: dict[str, Text]


def take(exercise: Exercise, folder: Folder, place: str, intake: Intake) -> Taken:
    """Return what is taken of an exercise whose folder is called ``place`` in remarks.

    The programs that the course names come first: no number of other files can crowd them out.
    """
    try:
        names, crowd = sorted(folder.names()), None
    except Refused as refusal:
        names = [file for file in exercise.programs if folder.kind(file)]
        crowd = say("{reason}; only its programs are taken", reason=refusal.reason)
    near = {file: [name for name in names if is_nearly(name, file)] for file in exercise.programs}
    taking = _Taking(exercise.name, folder, place, intake)
    for file in exercise.programs:
        if file in names:
            taking.program(file, file)
        elif len(near[file]) == 1:
            taking.program(file, near[file][0])
        elif near[file]:
            taking.refuse(
                file,
                say(
                    "several files have nearly its name ({names}); call the right one {file}",
                    names=listed(near[file]),
                    file=file,
                ),
            )
        else:
            taking.miss(file, names)
    if crowd is not None:
        taking.taken.refused.append(LeftOut(exercise.name, crowd))
        return taking.taken
    spare = {name for file in exercise.programs if file not in names for name in near[file]}
    helpers = [name for name in names if _is_meant(name) and name not in spare and name not in exercise.programs]
    taking.helpers(helpers, {name: file for file in exercise.programs for name in near[file]})
    return taking.taken


class _Taking:
    """One exercise while its files are taken."""

    def __init__(self, exercise: str, folder: Folder, place: str, intake: Intake) -> None:
        self.taken = Taken({}, [], [], {})
        self._exercise = exercise
        self._folder = folder
        self._place = place
        self._intake = intake

    def refuse(self, name: str, reason: Text) -> None:
        """Say why a file is not taken."""
        self.taken.refused.append(LeftOut(f"{self._exercise}/{name}", reason))

    def miss(self, file: str, names: list[str]) -> None:
        """Say what lies where a program is missed; what may be meant comes first."""
        alike = [name for name in names if looks_like(name, file)]
        others = sorted(filter(is_visible, names), key=lambda name: (not _is_about(name, file), name))
        if alike:
            shown = tuple(in_short(ascii(name)[1:-1]) for name in alike[:2])
            said = say("{place} holds {names}, which only looks like {file}", place=self._place, names=shown, file=file)
        elif others:
            said = say("{place} holds {names}", place=self._place, names=listed(others))
        else:
            said = say("{place} is empty", place=self._place)
        self.taken.missing[f"{self._exercise}/{file}"] = said

    def program(self, file: str, name: str) -> None:
        """Take a program from the file of this name."""
        path = f"{self._exercise}/{file}"
        try:
            content = _content(self._folder, name, self._intake.file_kib * _KIB)
        except Refused as refusal:
            nearly = say("{name} has nearly its name, but {reason}", name=in_short(name), reason=refusal.reason)
            self.refuse(file, refusal.reason if name == file else nearly)
            return
        if content is None:  # it has gone since it was listed
            self.miss(file, [])
            return
        self.taken.files[path] = content
        if name != file:
            self.taken.remarks.append(Remark(f"{self._place}/{in_short(name)}", path))

    def helpers(self, names: list[str], copies: dict[str, str]) -> None:
        """Take the files beside the programs; ``copies`` have nearly the name of a program that is there."""
        left = self._intake.helpers_kib * _KIB
        for name in names[: self._intake.helpers]:
            try:
                _check_name(name, copies.get(name))
                content = _content(self._folder, name, self._intake.file_kib * _KIB, left)
            except Refused as refusal:
                self.refuse(in_short(name), refusal.reason)
                continue
            if content is None:
                continue
            self.taken.files[f"{self._exercise}/{name}"] = content
            left -= len(content)
            if (module := name.removesuffix(".py")) in _SHADOWED:
                self.taken.remarks.append(Remark(f"{self._exercise}/{name}", shadows=module))
        if more := names[self._intake.helpers :]:
            self.refuse(
                in_short(more[0]),
                say(
                    "only {most} files beside the programs are taken; {more} are left out, this one first",
                    most=self._intake.helpers,
                    more=len(more),
                ),
            )


def _is_about(name: str, file: str) -> bool:
    return file.removesuffix(".py") in name.lower()


def _content(folder: Folder, name: str, largest: int, left: int | None = None) -> bytes | None:
    """Read one file; ``left`` is what the files beside the programs may still come to."""
    limit = largest if left is None else min(largest, left)
    content = folder.read(name, limit)
    if content is None or len(content) <= limit:
        return content
    if limit == largest:
        raise Refused(say("it is larger than {most} KiB", most=largest // _KIB))
    raise Refused(say("the files beside the programs are too large together, and it is one too many"))


def _is_meant(name: str) -> bool:
    """Tell whether a file is meant to be Python's; editors and macOS leave others: ``.#server.py``, ``._server.py``."""
    return name.endswith(".py") and not name.startswith(".")


def _check_name(name: str, program: str | None) -> None:
    """Accept what ``import`` can say, in any script. Then it has no separator, no control character, no surrogate."""
    if not name.removesuffix(".py").isidentifier():
        if program:
            raise Refused(say("{program} is there too, and only that is taken", program=program))
        raise Refused(say("its name is none that Python can import"))
    if len(name.encode()) > _LONGEST_NAME:
        raise Refused(say("its name is longer than {most} bytes", most=_LONGEST_NAME))
