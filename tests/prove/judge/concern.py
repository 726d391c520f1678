"""Which tests concern a mutant: those that execute the lines that it changes. Measured, and kept in ``.prove/``."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from grader.files import write_all
from tests.paths import EXERCISES, ROOT, SOLUTIONS
from tests.prove.judge.workers import Answer, Job

ROOMS = ("engine", "observe", "sandbox", "report", "submission", "grade")
KEPT = ROOT / ".prove" / "judge"
_MOST = 4.0  # seconds; a test that takes longer is left out
_MODULE = 60.0  # seconds, for all tests of a module; what has not ended by then is left out


class Traced(msgspec.Struct, frozen=True):
    """A test that passes: what it takes, in seconds, and the lines that it executes, by the paths of modules."""

    name: str
    seconds: float
    lines: dict[str, frozenset[int]]


class _Kept(msgspec.Struct, frozen=True):
    key: str
    tests: list[Traced]
    left_out: dict[str, str]  # for which reason


class Measured(msgspec.Struct, frozen=True):
    """The tests that mutants are run against, fastest first, and those that are left out, with the reason."""

    tests: list[Traced]
    left_out: dict[str, str]


def judged_modules() -> list[Path]:
    """Return the modules of the grader that are mutated."""
    return [path for room in ROOMS for path in sorted((ROOT / "grader" / room).rglob("*.py"))]


def measure(do: Callable[[Sequence[Job]], Iterator[Answer]], done: Callable[[int], object]) -> Measured:
    """Run the tests of every module, unless that was done since anything was changed; ``done`` hears of each."""
    judged = judged_modules()
    lengths = {str(path): len(path.read_bytes().splitlines()) + 1 for path in judged}
    common = key_of_the_grader()
    modules = sorted((ROOT / "tests").glob("test_*.py"))
    keys = {path: f"{common} {_digest([path])}" for path in modules}
    kept = {path: _recalled(path, keys[path]) for path in modules}
    missing = [path for path in modules if kept[path] is None]
    done(len(modules) - len(missing))
    jobs = [Job(tests=[str(path)], most=_MOST, seconds=_MODULE, lengths=lengths) for path in missing]
    for path, answer in zip(missing, do(jobs), strict=True):
        kept[path] = found = _Kept(keys[path], *_sorted_out(answer, lengths))
        write_all({_place(path): msgspec.json.encode(found)})
        done(1)
    whole = [found for found in kept.values() if found is not None]
    tests = sorted((test for found in whole for test in found.tests), key=lambda test: (test.seconds, test.name))
    return Measured(tests, {name: why for found in whole for name, why in found.left_out.items()})


def key_of_the_grader() -> str:
    """Return what changes where the grader, the course or what tests share is changed."""
    return _digest([*_sources(ROOT / "grader"), *_sources(EXERCISES), *_sources(SOLUTIONS), *_shared_by_tests()])


def _sorted_out(answer: Answer, lengths: Mapping[str, int]) -> tuple[list[Traced], dict[str, str]]:
    tests, left_out = [], {}
    for told in answer.told:
        if told.outcome == "passed":
            tests.append(Traced(told.test, told.seconds, _by_module(told.lines, lengths)))
        else:
            left_out[told.test] = told.outcome
    return tests, left_out


def _by_module(numbers: Iterable[int], lengths: Mapping[str, int]) -> dict[str, frozenset[int]]:
    """Return the lines, which are counted through all modules, for each module."""
    wanted = set(numbers)
    found, offset = {}, 0
    for path, length in lengths.items():
        lines = frozenset(number - offset for number in wanted if offset < number <= offset + length)
        if lines:
            found[str(Path(path).relative_to(ROOT))] = lines
        offset += length + 1
    return found


def _recalled(path: Path, key: str) -> _Kept | None:
    try:
        kept = msgspec.json.decode(_place(path).read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        return None
    return kept if kept.key == key else None


def _place(path: Path) -> Path:
    return KEPT / f"{path.stem}.json"


def _sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _shared_by_tests() -> list[Path]:
    return [
        path for path in _sources(ROOT / "tests") if not path.name.startswith("test_") and "prove" not in path.parts
    ]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
