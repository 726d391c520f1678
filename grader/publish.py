"""A grading -> its report: the files that lie there afterwards, in the edition for those who read it."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from grader.grade import Graded
from grader.report.audience import as_student_sees
from grader.report.formats import Order, render
from grader.report.marked import Audience, Marked
from grader.report.score_json import write_file, write_files
from grader.report.signature import signed


def publish(graded: Graded, folder: Path, orders: Iterable[Order], audience: Audience, key: bytes) -> Marked:
    """Write the report into ``folder`` for ``audience``, and every report that was ordered; return that edition.

    Raises BadCall where something cannot be written or a format needs what the environment does not have.
    """
    edition = _edition(graded, audience, key)
    write_files(folder, _files(graded, edition))
    for wanted in orders:
        write_file(wanted.file, render(wanted.format, _edition(graded, wanted.audience, key)))
    return edition


def can_be_signed(graded: Graded) -> bool:
    """Tell whether a signature is worth anything: in a plain world a program could read the key."""
    return graded.score.isolation != "plain"


def _edition(graded: Graded, audience: Audience, key: bytes) -> Marked:
    score = as_student_sees(graded.score, graded.hidden_checks) if audience == "student" else graded.score
    return Marked(
        score=signed(score, key) if key and can_be_signed(graded) else score,
        audience=audience,
        sources=graded.sources,
        environment=os.environ,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _files(graded: Graded, edition: Marked) -> dict[str, bytes | None]:
    """Return the files of the folder; None for what must not lie there, such as a trace of an earlier grading.

    What the examining processes reported and said holds all of the hidden checks.
    """
    is_open = edition.audience == "instructor"
    return {
        "raw.json": graded.raw if is_open else None,
        "grader.log": graded.said.encode() if is_open and not graded.score.complete else None,
        "score.json": render("json", edition),
    }
