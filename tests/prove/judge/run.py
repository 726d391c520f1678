"""Run the tests that concern each mutant of the grader, until one fails."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import msgspec

from grader.files import write_all
from tests.paths import ROOT
from tests.prove.judge.concern import KEPT, Measured, Traced, judged_modules, key_of_the_grader, measure
from tests.prove.judge.mutants import GraderMutant, Sample, sample_of
from tests.prove.judge.slower import Slower, slower
from tests.prove.judge.uses import Lines, uses_of_names, using
from tests.prove.judge.verdict import Fate, Verdict, sorted_out, spared
from tests.prove.judge.workers import Answer, Job, workers

_SECONDS = 3.0  # of tests, for each mutant, as long as they took when they were measured
_LIMIT_FACTOR, _LIMIT_BESIDES = 4.0, 2.0  # of a test: so many times what it took, and so many seconds
_LONGEST = 60.0  # seconds, for all tests of a mutant
_MEMORY = KEPT / "fates.json"
_SAVED_EVERY = 10
_OF_A_SLOWER_ONE, _OF_ALL_SLOWER_ONES = 15.0, 60.0  # seconds

Done = Callable[[int], object]


class _Known(msgspec.Struct, frozen=True):
    """What became of a mutant: it holds until the grader is changed, or the module of a test that it depends on."""

    key: str
    by: str
    too_slow: bool


def judge(most: int | None, only: str, at_a_time: int, task: Callable[[str, int], Done]) -> Verdict:
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
    with workers(at_a_time) as do:
        measured = measure(do, task("tests measured", len(list((ROOT / "tests").glob("test_*.py")))))
        fates = _judged(mutants, measured, do, task("mutants", len(mutants)))
    return sorted_out(fates, sum(sample.possible for sample in samples), reasons, measured.left_out)


def _judged(
    mutants: Sequence[GraderMutant],
    measured: Measured,
    do: Callable[[Sequence[Job]], Iterator[Answer]],
    done: Done,
) -> list[Fate]:
    memory, grader, uses = _recalled(), key_of_the_grader(), uses_of_names(judged_modules())
    fates: dict[str, Fate] = {}
    last = slower()
    waiting = []
    for mutant in mutants:
        known, tests = memory.get(mutant.name), concerned(mutant, measured.tests, uses)
        if known is not None and known.key == _key(grader, mutant, known.by, tests, last):
            fates[mutant.name] = Fate(mutant, known.by, known.too_slow, len(tests))
        elif tests or mutant.module in last:
            waiting.append((mutant, tests))
        else:
            fates[mutant.name] = Fate(mutant)
    done(len(fates))

    def keep(fate: Fate, tests: Sequence[Traced]) -> None:
        fates[fate.mutant.name] = fate
        key = _key(grader, fate.mutant, fate.by, tests, last)
        memory[fate.mutant.name] = _Known(key, fate.by, fate.too_slow)
        if len(fates) % _SAVED_EVERY == 0 or len(fates) == len(mutants):
            write_all({_MEMORY: msgspec.json.encode(memory)})
        done(1)

    still = [(mutant, tests) for mutant, tests in waiting if not tests]
    reached = [(mutant, tests) for mutant, tests in waiting if tests]
    for (mutant, tests), answer in zip(reached, do([_job(*one) for one in reached]), strict=True):
        fate = _fate(mutant, tests, answer)
        if not fate.by and mutant.module in last:
            still.append((mutant, tests))
        else:
            keep(fate, tests)
    jobs = [_slower_job(mutant, last[mutant.module]) for mutant, _ in still]
    for (mutant, tests), answer in zip(still, do(jobs), strict=True):
        keep(_fate_by_slower_ones(mutant, last[mutant.module], answer, len(tests)), tests)
    return [fates[mutant.name] for mutant in mutants]


def concerned(mutant: GraderMutant, tests: Sequence[Traced], uses: Mapping[str, Lines]) -> list[Traced]:
    """Return the tests that execute what a mutant changes, in their order, and no more than may be run for one.

    What is outside of all functions is executed once, when it is loaded: there they are those that use its names.
    """
    here = {mutant.module: mutant.lines}
    around = {mutant.module: mutant.body} if mutant.body else using(mutant.names, uses, mutant.module)
    for places in (here, around) if mutant.body else (around, here):
        found = [test for test in tests if any(places[path] & test.lines[path] for path in places.keys() & test.lines)]
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


def _slower_job(mutant: GraderMutant, last: Slower) -> Job:
    return Job(
        tests=["-x", *last.tests],
        most=_OF_A_SLOWER_ONE,
        seconds=_OF_ALL_SLOWER_ONES,
        files={str(ROOT / mutant.module): mutant.source},
    )


def _fate_by_slower_ones(mutant: GraderMutant, last: Slower, answer: Answer, tests: int) -> Fate:
    """Tell whether one of them fails; all pass in a box where nothing is changed, or they could not be listed."""
    failed = next((told for told in answer.told if told.outcome not in {"passed", "skipped"}), None)
    if failed is not None:
        return Fate(mutant, failed.test, failed.outcome == "too slow", tests)
    by = "" if answer.status == 0 else last.tests[-1]
    return Fate(mutant, by, too_slow=answer.status == -1, tests=tests + len(last.tests))


def _fate(mutant: GraderMutant, tests: Sequence[Traced], answer: Answer) -> Fate:
    failed = next((told for told in answer.told if told.outcome != "passed"), None)
    if failed is not None:
        return Fate(mutant, failed.test, failed.outcome == "too slow", len(tests))
    if answer.status == 0:
        return Fate(mutant, tests=len(tests))
    ran = {told.test for told in answer.told}  # pytest came to no end: it could not begin, or stayed within a test
    by = next((test.name for test in tests if test.name not in ran), tests[-1].name)
    return Fate(mutant, by, too_slow=answer.status == -1, tests=len(tests))


def _recalled() -> dict[str, _Known]:
    try:
        return msgspec.json.decode(_MEMORY.read_bytes(), type=dict[str, _Known])
    except (OSError, msgspec.DecodeError):
        return {}


def _key(grader: str, mutant: GraderMutant, by: str, tests: Sequence[Traced], last: Mapping[str, Slower]) -> str:
    """Return what changes with all that the fate depends on: of a mutant that was killed, one test's module alone."""
    of_last = last[mutant.module].tests if mutant.module in last else ()
    names = [by] if by else [*(test.name for test in tests), *of_last]
    modules = sorted({name.partition("::")[0] for name in names})
    digest = hashlib.sha256(f"{grader}\0{mutant.source}\0".encode())
    for path in (ROOT / module for module in modules):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]
