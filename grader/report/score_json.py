"""A ``Score`` as JSON, and its schema."""

import inspect
from pathlib import Path

import msgspec

from grader.model import Score
from grader.report.marked import Marked

_SCHEMAS = "https://example.org/echo-exercises/score"
SCHEMA = f"{_SCHEMAS}/v2"
KNOWN_SCHEMAS = (f"{_SCHEMAS}/v1", SCHEMA)  # v1 has fewer facts beside its sentences
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
