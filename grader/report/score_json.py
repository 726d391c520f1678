"""A ``Score`` as JSON, and the files of a grading."""

import tempfile
from pathlib import Path

import msgspec

from grader.failures import BadCall
from grader.model import Score

SCHEMA = "https://example.org/echo-exercises/score/v1"
SCHEMA_FILE = Path(__file__).with_name("score.schema.json")


def schema() -> bytes:
    """Return the JSON Schema (2020-12) of the score, as ``SCHEMA_FILE`` must hold it."""
    described = msgspec.json.schema(Score)
    heading = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, "title": "Score"}
    return msgspec.json.format(msgspec.json.encode(heading | described), indent=1) + b"\n"


def as_json(score: Score) -> bytes:
    """Return the score as JSON, indented, with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(score), indent=1) + b"\n"


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write every file into ``folder``, each all at once: a reader sees the old one or the new one.

    Raises BadCall where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _write_at_once(folder / name, content)
    except OSError as error:
        msg = f"{error.filename or folder}: {error.strerror}; the reports cannot be written there"
        raise BadCall(msg) from error


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
