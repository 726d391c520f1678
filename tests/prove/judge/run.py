"""Run the tests that concern each mutant of the grader, until one fails."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import msgspec

from grader.files import write_all
from tests.paths import ROOT
from tests.prove.judge.concern import KEPT, Measured, Traced, judged_modules, key_of_the_grader, measure
from tests.prove.judge.mutants import GraderMutant, Sample, sample_of
from tests.prove.judge.verdict import Fate, Verdict, sorted_out, spared
from tests.prove.judge.workers import Answer, Job, workers

_SECONDS = 6.0  # of tests, for each mutant, as long as they took when they were measured
_LIMIT_FACTOR, _LIMIT_BESIDES = 4.0, 2.0  # of a test: so many times what it took, and so many seconds
_LONGEST = 60.0  # seconds, for all tests of a mutant
_MEMORY = KEPT / "killed.json"
_SAVED_EVERY = 50

Done = Callable[[int], object]


class _Kill(msgspec.Struct, frozen=True):
    """That a test has killed a mutant; it holds as long as neither the grader nor the test's module is changed."""

    key: str
    by: str
    too_slow: bool


def judge(most: int | None, only: str, task: Callable[[str, int], Done]) -> Verdict:
    """Judge the mutants of all modules whose path contains ``only``: of each function at most so many; None: all."""
    paths = [path for path in judged_modules() if only in str(path.relative_to(ROOT))]
    reasons = spared()
    done = task("modules mutated", len(paths))
    samples: list[Sample] = []
    with ProcessPoolExecutor() as executor:
        for sample in executor.map(partial(sample_of, most=most), paths):
            samples.append(sample)
            done(1)
    mutants = [mutant for sample in samples for mutant in sample.mutants]
    with workers() as do:
        measured = measure(do, task("tests measured", len(list((ROOT / "tests").glob("test_*.py")))))
        fates = _judged(mutants, measured, do, task("mutants", len(mutants)))
    return sorted_out(fates, sum(sample.possible for sample in samples), reasons, measured.left_out)


def _judged(
    mutants: Sequence[GraderMutant],
    measured: Measured,
    do: Callable[[Sequence[Job]], Iterator[Answer]],
    done: Done,
) -> list[Fate]:
    memory, grader = _recalled(), key_of_the_grader()
    fates: dict[str, Fate] = {}
    waiting = []
    for mutant in mutants:
        kill = memory.get(mutant.name)
        if kill is not None and kill.key == _key(grader, mutant, kill.by):
            fates[mutant.name] = Fate(mutant, kill.by, kill.too_slow)
            continue
        tests = concerned(mutant, measured.tests)
        if tests:
            waiting.append((mutant, tests))
        else:
            fates[mutant.name] = Fate(mutant)
    done(len(fates))
    jobs = [_job(mutant, tests) for mutant, tests in waiting]
    for (mutant, tests), answer in zip(waiting, do(jobs), strict=True):
        fates[mutant.name] = fate = _fate(mutant, tests, answer)
        if fate.by:
            memory[mutant.name] = _Kill(_key(grader, mutant, fate.by), fate.by, fate.too_slow)
        if len(fates) % _SAVED_EVERY == 0 or len(fates) == len(mutants):
            write_all({_MEMORY: msgspec.json.encode(memory)})
        done(1)
    return [fates[mutant.name] for mutant in mutants]


def concerned(mutant: GraderMutant, tests: Sequence[Traced]) -> list[Traced]:
    """Return the tests that execute what a mutant changes, in their order, and no more than may be run for one."""
    for lines in (mutant.lines if mutant.function else frozenset[int](), mutant.around, mutant.lines):
        found = [test for test in tests if lines & test.lines.get(mutant.module, frozenset())]
        if found:
            return list(_affordable(found))
    return []


def _affordable(tests: Sequence[Traced]) -> Iterator[Traced]:
    spent = 0.0
    for test in tests:
        if spent and spent + test.seconds > _SECONDS:
            return
        yield test
        spent += test.seconds


def _job(mutant: GraderMutant, tests: Sequence[Traced]) -> Job:
    limits = {test.name: _LIMIT_FACTOR * test.seconds + _LIMIT_BESIDES for test in tests}
    return Job(
        tests=list(limits),
        most=_LIMIT_BESIDES,
        seconds=min(_LONGEST, sum(limits.values())),
        limits=limits,
        files={str(ROOT / mutant.module): mutant.source},
    )


def _fate(mutant: GraderMutant, tests: Sequence[Traced], answer: Answer) -> Fate:
    failed = next((told for told in answer.told if told.outcome != "passed"), None)
    if failed is not None:
        return Fate(mutant, failed.test, failed.outcome == "too slow", len(tests))
    if answer.status == 0:
        return Fate(mutant, tests=len(tests))
    ran = {told.test for told in answer.told}  # pytest came to no end: it could not begin, or stayed within a test
    by = next((test.name for test in tests if test.name not in ran), tests[-1].name)
    return Fate(mutant, by, too_slow=answer.status == -1, tests=len(tests))


def _recalled() -> dict[str, _Kill]:
    try:
        return msgspec.json.decode(_MEMORY.read_bytes(), type=dict[str, _Kill])
    except (OSError, msgspec.DecodeError):
        return {}


def _key(grader: str, mutant: GraderMutant, by: str) -> str:
    path = ROOT / by.partition("::")[0]
    test = path.read_bytes() if path.is_file() else b""
    return hashlib.sha256(f"{grader}\0{mutant.source}\0".encode() + test).hexdigest()[:16]
