"""A ``Score`` as JSON, and the files of a grading."""

import inspect
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import msgspec

from grader.failures import BadCall
from grader.model import Score
from grader.report.marked import Marked

SCHEMA = "https://example.org/echo-exercises/score/v1"
SCHEMA_FILE = Path(__file__).with_name("score.schema.json")


def schema() -> bytes:
    """Return the JSON Schema (2020-12) of the score, as ``SCHEMA_FILE`` must hold it."""
    described = msgspec.json.schema(Score)
    for definition in described["$defs"].values():
        if "description" in definition:  # before 3.13 Python leaves the indentation in
            definition["description"] = inspect.cleandoc(definition["description"])
    heading = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, "title": "Score"}
    return indented(heading | described)


def render(marked: Marked) -> bytes:
    """Return the score itself."""
    return indented(marked.score)


def indented(value: object) -> bytes:
    """Return a score, or what a platform wants to have of it, as indented JSON with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def write_files(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write every file into ``folder``; remove those that are None.

    Raises BadCall where the folder cannot be written.
    """
    for name, content in files.items():
        if content is None:
            _remove(folder / name)
        else:
            write_file(folder / name, content)


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        msg = f"{path}: {error.strerror}; it must not stay there"
        raise BadCall(msg) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file all at once: a reader sees the old one or the new one.

    Raises BadCall where it cannot be written, or something else than a file would have to give way: /dev/stdout, say.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            _refuse(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_at_once(path, content)
    except OSError as error:
        msg = f"{error.filename2 or error.filename or path}: {error.strerror}; the reports cannot be written there"
        raise BadCall(msg) from error


def _refuse(path: Path) -> NoReturn:
    msg = f"{path}: not a regular file; the reports cannot be written there"
    raise BadCall(msg)


def _write_at_once(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        try:
            draft.write(content)
            draft.flush()
            Path(draft.name).chmod(0o644)
            Path(draft.name).replace(path)
        except OSError:
            Path(draft.name).unlink()
            raise
