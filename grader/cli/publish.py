"""A grading -> its report: the files that lie there afterwards, in the edition for those who read it.

Whatever becomes of a grading, none of its files shows the score of another submission afterwards.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.failures import BadCall, GraderBroken
from grader.files import check, remove, remove_drafts, write, write_all
from grader.grade import Graded, Request
from grader.model import Audience, Score
from grader.report.audience import as_student_sees, last_part, without_folders
from grader.report.formats import Order, render
from grader.report.marked import Marked
from grader.report.signature import signed
from grader.submission import printable_path

_SCORE, _RAW, _LOG = "score.json", "raw.json", "grader.log"


class Place(msgspec.Struct, frozen=True):
    """Where the report of one grading goes, and for whom it is."""

    folder: Path
    orders: tuple[Order, ...]
    audience: Audience

    @property
    def score(self) -> Path:
        """The file of the score."""
        return self.folder / _SCORE

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path that is written."""
        return (self.score, self.folder / _RAW, self.folder / _LOG, *(wanted.file for wanted in self.orders))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that is written to; reports of other submissions may lie there."""
        return tuple(dict.fromkeys(path.parent for path in self.paths))

    def check(self, submission: Path) -> None:
        """Raise BadCall where it is known beforehand that the report cannot be written, or would destroy something."""
        check_places(self.paths, submission, "the submission")

    def make_room(self, request: Request, submission_hash: str = "") -> None:
        """Remove every report but those of this very submission, which stay until they are replaced.

        Of another submission is what cannot show that it is of this one. Raises BadCall where one must stay.
        """
        kept = {path for path in self.paths if submission_hash and _is_of(path, request, submission_hash)}
        if self.score in kept:
            kept |= {self.folder / _RAW, self.folder / _LOG}
        for path in self.paths:
            if path not in kept:
                remove(path)
            remove_drafts(path)


@contextmanager
def refusals_for(audience: Audience, given: Iterable[Path]) -> Iterator[None]:
    """Let no refusal tell students in which folders the paths lie that the command was given."""
    try:
        yield
    except (BadCall, GraderBroken) as error:
        if audience == "instructor":
            raise
        paths = [str(form) for path in given for form in (path, path.absolute(), os.path.realpath(path))]
        raise type(error)(without_folders(str(error), paths)) from error


def check_places(paths: tuple[Path, ...], source: Path, what: str) -> None:
    """Raise BadCall where reports cannot be written to ``paths``, or would destroy ``source`` or each other.

    ``what`` the source is stands in the message.
    """
    seen = {source.absolute(), Path(os.path.realpath(source))}
    for path in paths:
        check(path)
        place = Path(os.path.realpath(path.parent), path.name)
        if not seen.isdisjoint((path.absolute(), place)):
            msg = f"{path}: {what} itself, or there are two reports for it; name another file"
            raise BadCall(msg)
        seen |= {path.absolute(), place}
    for path in paths:
        if above := seen.intersection(path.absolute().parents, map(Path.absolute, paths)):
            msg = f"{path}: lies below {above.pop()}, which is another report; name another file"
            raise BadCall(msg)


def publish(graded: Graded, place: Place, key: bytes) -> tuple[Marked, str]:
    """Write the report and all that was ordered besides; return the edition for whom it is, and what went wrong.

    Where something cannot be written, or a format needs what the environment does not have, all else is written.
    """
    edition = _edition(graded, place.audience, key)
    failed, where = [], f", and the score is in {place.score}"
    try:
        write_all({place.folder / name: content for name, content in _files(graded, edition).items()})
    except BadCall as error:
        failed, where = [str(error)], ""
    failed += write_ordered(place.orders, lambda audience: _edition(graded, audience, key))
    return edition, f"{'; '.join(failed)}; all else was written{where}" if failed else ""


def write_ordered(orders: tuple[Order, ...], edition: Callable[[Audience], Marked]) -> list[str]:
    """Write every report that was ordered; return why some could not be written."""
    failed = []
    for wanted in orders:
        try:
            write(wanted.file, render(wanted.format, edition(wanted.audience)))
        except BadCall as error:
            failed.append(str(error))
    return failed


def _is_of(path: Path, request: Request, submission_hash: str) -> bool:
    """Tell whether a file holds a score of this submission; those for students call it by a shorter name."""
    try:
        score = msgspec.json.decode(path.read_bytes(), type=Score)
    except (OSError, ValueError):
        return False
    name = printable_path(request.submission)
    return score.submission in {name, last_part(name)} and (
        (score.submission_hash, score.student, score.commit, score.attempt)
        == (submission_hash, request.student, request.commit, request.attempt)
    )


def _edition(graded: Graded, audience: Audience, key: bytes) -> Marked:
    score = as_student_sees(graded.score) if audience == "student" else graded.score
    return Marked(
        score=signed(score, key) if key else score,
        audience=audience,
        sources=graded.sources,
        environment=os.environ,
    )


def _files(graded: Graded, edition: Marked) -> dict[str, bytes | None]:
    """Return the files of the folder; None for what must not lie there, such as a trace of an earlier grading.

    What the examining processes reported and said holds all of the hidden checks.
    """
    is_open = edition.audience == "instructor"
    return {
        _RAW: graded.raw if is_open else None,
        _LOG: graded.said.encode() if is_open and not graded.score.complete else None,
        _SCORE: render("json", edition),
    }
