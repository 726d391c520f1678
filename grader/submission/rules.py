"""Which files of an exercise are taken, wherever they come from; why the others are not."""

from typing import Protocol

from grader.model import Exercise, Intake, Refusal
from grader.printable import printable

_KIB = 1024
_LONGEST_NAME = 100  # bytes: what every file system can hold
_LONGEST_SHOWN = 80  # characters of a name that somebody else chose


class Refused(Exception):  # noqa: N818 - an outcome, not an error
    """A file, folder or archive is not taken; the message is the reason, in the words of the report."""


class Folder(Protocol):
    """The folder of one exercise, on the disk or in an archive."""

    def names(self) -> list[str]:
        """Return what lies in it, in any order. Raises Refused where that is too much to look at."""

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the content of a regular file, cut after ``limit + 1`` bytes, or None where nothing has that name.

        Raises Refused where it is something else, or cannot be read whole.
        """


class Source(Protocol):
    """A submission, opened."""

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """What has been refused already, whichever exercise it was meant for."""

    def folder(self, name: str) -> Folder | None:
        """Return the folder of an exercise, or None where there is none. Raises Refused where it is something else."""


def take(exercise: Exercise, folder: Folder, intake: Intake) -> tuple[dict[str, bytes], list[Refusal]]:
    """Return the files that are taken, by path (``tcp_v3/server.py``), and those that are refused.

    The programs that the course names come first: no number of other files can crowd them out.
    """
    taken, refused = _programs(exercise, folder, intake)
    try:
        helpers = sorted(name for name in folder.names() if _is_meant(name) and name not in exercise.programs)
    except Refused as reason:
        return taken, [*refused, Refusal(exercise.name, str(reason))]
    left = intake.helpers_kib * _KIB
    for name in helpers[: intake.helpers]:
        try:
            _check_name(name)
            content = _content(folder, name, intake.file_kib * _KIB, left)
        except Refused as reason:
            refused.append(Refusal(f"{exercise.name}/{in_short(name)}", str(reason)))
        else:
            if content is not None:
                taken[f"{exercise.name}/{name}"] = content
                left -= len(content)
    if more := helpers[intake.helpers :]:
        why = f"only {intake.helpers} files beside the programs are taken; {len(more)} are left out, this one first"
        refused.append(Refusal(f"{exercise.name}/{in_short(more[0])}", why))
    return taken, refused


def _programs(exercise: Exercise, folder: Folder, intake: Intake) -> tuple[dict[str, bytes], list[Refusal]]:
    taken: dict[str, bytes] = {}
    refused: list[Refusal] = []
    for file in exercise.programs:
        try:
            content = _content(folder, file, intake.file_kib * _KIB)
        except Refused as reason:
            refused.append(Refusal(f"{exercise.name}/{file}", str(reason)))
        else:
            if content is not None:
                taken[f"{exercise.name}/{file}"] = content
    return taken, refused


def in_short(name: str) -> str:
    """Return a name that somebody else chose so that it can be shown anywhere: no control characters, not too long."""
    shown = printable(name[: _LONGEST_SHOWN + 1])
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"


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


def _check_name(name: str) -> None:
    """Accept what ``import`` can say, in any script. Then it has no separator, no control character, no surrogate."""
    if not name.removesuffix(".py").isidentifier():
        msg = "its name is none that Python can import"
        raise Refused(msg)
    if len(name.encode()) > _LONGEST_NAME:
        msg = f"its name is longer than {_LONGEST_NAME} bytes"
        raise Refused(msg)
