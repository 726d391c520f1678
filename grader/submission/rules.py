"""Which files of an exercise are taken, wherever they come from; why the others are not."""

from typing import NamedTuple, Protocol, Self

from grader.model import Exercise, Intake, Refusal, Remark
from grader.submission.names import in_short, is_nearly, is_visible, listed, looks_like

_KIB = 1024
_LONGEST_NAME = 100  # bytes: what every file system can hold


class Refused(Exception):  # noqa: N818 - an outcome, not an error
    """A file, folder or archive is not taken; the message is the reason, in the words of the report."""


class Folder(Protocol):
    """A folder of a submission, on the disk or in an archive."""

    def names(self) -> list[str]:
        """Return what lies in it, in any order. Raises Refused where that is too much to look at."""

    def kind(self, name: str) -> str | None:
        """Return what has this name, in words ("a file"), or None where nothing has it."""

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
    refused: list[Refusal]
    remarks: list[Remark]
    missing: dict[str, str]


def take(exercise: Exercise, folder: Folder, place: str, intake: Intake) -> Taken:
    """Return what is taken of an exercise whose folder is called ``place`` in remarks.

    The programs that the course names come first: no number of other files can crowd them out.
    """
    taken = Taken({}, [], [], {})
    try:
        names = sorted(folder.names())
        crowd = ""
    except Refused as reason:
        names = [file for file in exercise.programs if folder.kind(file)]
        crowd = f"{reason}; only its programs are taken"
    near = {file: [name for name in names if is_nearly(name, file)] for file in exercise.programs}
    for file in exercise.programs:
        _take_program(taken, exercise.name, file, folder, names, near[file], place, intake)
    if crowd:
        taken.refused.append(Refusal(exercise.name, crowd))
        return taken
    spare = {name for file in exercise.programs if file not in names for name in near[file]}
    helpers = [name for name in names if _is_meant(name) and name not in spare and name not in exercise.programs]
    copies = {name: file for file in exercise.programs if file in names for name in near[file]}
    _take_helpers(taken, exercise.name, helpers, copies, folder, intake)
    return taken


def _take_program(
    taken: Taken,
    exercise: str,
    file: str,
    folder: Folder,
    names: list[str],
    near: list[str],
    place: str,
    intake: Intake,
) -> None:
    """Take one program: the file of its name, or the only one that nearly has it."""
    path = f"{exercise}/{file}"
    if file not in names and len(near) != 1:
        if near:
            why = f"several files have nearly its name ({listed(near)}); call the right one {file}"
            taken.refused.append(Refusal(path, why))
        else:
            taken.missing[path] = _instead(file, names, place)
        return
    name = file if file in names else near[0]
    try:
        content = _content(folder, name, intake.file_kib * _KIB)
    except Refused as reason:
        why = str(reason) if name == file else f"{in_short(name)} has nearly its name, but {reason}"
        taken.refused.append(Refusal(path, why))
        return
    if content is None:  # it has gone since it was listed
        taken.missing[path] = _instead(file, [], place)
        return
    taken.files[path] = content
    if name != file:
        taken.remarks.append(Remark(f"{place}/{in_short(name)}", path))


def _instead(file: str, names: list[str], place: str) -> str:
    """Say what lies where a program is missed; what may be meant comes first."""
    alike = [name for name in names if looks_like(name, file)]
    if alike:
        shown = ", ".join(in_short(ascii(name)[1:-1]) for name in alike[:2])
        return f"{place} holds {shown}, which only looks like {file}"
    stem = file.removesuffix(".py")
    others = sorted(filter(is_visible, names), key=lambda name: (stem not in name.lower(), name))
    return f"{place} holds {listed(others)}" if others else f"{place} is empty"


def _take_helpers(
    taken: Taken, exercise: str, helpers: list[str], copies: dict[str, str], folder: Folder, intake: Intake
) -> None:
    """Take the files beside the programs; ``copies`` are those with nearly a program's name, that program is there."""
    left = intake.helpers_kib * _KIB
    for name in helpers[: intake.helpers]:
        try:
            _check_name(name, copies.get(name))
            content = _content(folder, name, intake.file_kib * _KIB, left)
        except Refused as reason:
            taken.refused.append(Refusal(f"{exercise}/{in_short(name)}", str(reason)))
        else:
            if content is not None:
                taken.files[f"{exercise}/{name}"] = content
                left -= len(content)
    if more := helpers[intake.helpers :]:
        why = f"only {intake.helpers} files beside the programs are taken; {len(more)} are left out, this one first"
        taken.refused.append(Refusal(f"{exercise}/{in_short(more[0])}", why))


def _content(folder: Folder, name: str, largest: int, left: int | None = None) -> bytes | None:
    """Read one file; ``left`` is what the files beside the programs may still come to."""
    limit = largest if left is None else min(largest, left)
    content = folder.read(name, limit)
    if content is None or len(content) <= limit:
        return content
    if limit == largest:
        msg = f"it is larger than {largest // _KIB} KiB"
        raise Refused(msg)
    msg = "the files beside the programs are too large together, and it is one too many"
    raise Refused(msg)


def _is_meant(name: str) -> bool:
    """Tell whether a file is meant to be Python's; editors and macOS leave others: ``.#server.py``, ``._server.py``."""
    return name.endswith(".py") and not name.startswith(".")


def _check_name(name: str, program: str | None) -> None:
    """Accept what ``import`` can say, in any script. Then it has no separator, no control character, no surrogate."""
    if not name.removesuffix(".py").isidentifier():
        msg = (
            f"{program} is there too, and only that is taken" if program else "its name is none that Python can import"
        )
        raise Refused(msg)
    if len(name.encode()) > _LONGEST_NAME:
        msg = f"its name is longer than {_LONGEST_NAME} bytes"
        raise Refused(msg)
