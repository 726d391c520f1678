"""The tests that are run last for the mutants of a module: by its name, because no measure leads to them."""

import tomllib
from pathlib import Path

import msgspec

SLOWER = Path(__file__).with_name("slower.toml")


class Slower(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tests for one module, and why they are not found by the lines that they execute."""

    module: str
    tests: tuple[str, ...]
    why: str


def slower(path: Path = SLOWER) -> dict[str, Slower]:
    """Return what is written down of them, by modules."""
    listed = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8"))["slower"], list[Slower])
    return {one.module: one for one in listed}
