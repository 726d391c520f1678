"""The pytest plugin that gives the checks their programs and records what they found.

pytest collects the modules of the checks; every ``Check`` in them becomes an item. What a check found travels as the
item's metadata in the report of pytest-json-report.
"""

import json
import os
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader.engine.pace import pace
from grader.engine.patience import Grading
from grader.engine.trial import Trial
from grader.explain.diagnosis import Diagnosis, Misunderstood, diagnose
from grader.explain.remark import remark
from grader.failures import CheckFailed, GraderBroken
from grader.kit import Words
from grader.kit.check import Check
from grader.kit.collection import lesson_of
from grader.kit.program import Program
from grader.kit.roles import driver
from grader.messages import unpacked
from grader.model import Job, Outcome, Status
from grader.printable import printable, printable_lines
from grader.sandbox import Sandbox, build
from grader.text import Text, say

if TYPE_CHECKING:
    from grader.engine.service import Service

_CHECK = pytest.StashKey[Check]()
_TRIAL = pytest.StashKey[Trial]()
_OUTCOME = pytest.StashKey[Outcome]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the job: a file that ``grader.grade`` wrote for this one run."""
    parser.addoption("--job", type=Path)
    parser.addoption("--progress", type=int, help="a descriptor that gets a line for every check that is done")


def pytest_configure(config: pytest.Config) -> None:
    """Prepare for this kind of world."""
    job = unpacked(config.getoption("job").read_bytes(), Job)
    config.pluginmanager.register(Examiner(config, job), "examiner")


def pytest_pycollect_makeitem(collector: pytest.Module, name: str, obj: object) -> list[pytest.Item] | None:
    """Collect the checks that a module defines, not those that it mentions, and nothing else."""
    if not isinstance(obj, Check):
        return []
    if obj.function.__module__.split(".")[-2:] != [collector.path.parent.name, collector.path.stem]:
        return []
    item = pytest.Function.from_parent(collector, name=name, callobj=obj.function)
    item.stash[_CHECK] = obj
    return [item]


class Examiner:
    """Runs the checks of one job."""

    def __init__(self, config: pytest.Config, job: Job) -> None:
        """Examine what ``job`` names."""
        self._job = job
        self._programs = {
            f"{exercise.name}/{program.file}": program
            for exercise in job.course.exercise
            for program in exercise.program
        }
        lesson = lesson_of(Path(job.place))
        self._service: Service = import_module(f"{lesson}.service").SERVICE
        self._misunderstood: Misunderstood = import_module(f"{lesson}.misconceptions").misconception
        self._grading = Grading(job.course.limits, job.observation, pace())
        self._sandbox: Sandbox | None = None
        self._items: dict[str, pytest.Item] = {}
        progress = config.getoption("progress")
        self._progress = None if progress is None else os.fdopen(progress, "w", encoding="utf-8")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what is to be graded, in the order of the job."""
        found = {item.stash[_CHECK].name: item for item in items}
        self._items = {name: found[name] for name in self._job.checks if name in found}
        items[:] = self._items.values()

    def pytest_sessionstart(self) -> None:
        """Become a process that grades in worlds of this kind."""
        job, limits = self._job, self._job.course.limits
        self._sandbox = build(job.isolation, job.observation, limits, Path(job.scratch), job.hidden)

    @pytest.hookimpl(wrapper=True, trylast=True)  # after pytest-json-report has prepared its notes
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        """Prepare a check, unless it shares the cause of one that failed."""
        if (cause := self._cause(item)) is not None:
            reason = say("Not run, because {check} failed.", check=cause.function.__name__)
            item.stash[_OUTCOME] = Outcome(status=Status.NOT_RUN, message=reason, cause=cause.name)
            pytest.skip(str(reason))
        return (yield from self._noting(item))

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Run one check."""
        result = yield from self._noting(pyfuncitem)
        message, line = remark(pyfuncitem.stash[_TRIAL])
        self._record(pyfuncitem, Status.PASSED, message, line=line)
        return result

    def _noting(self, item: pytest.Item) -> Generator[None, object, object]:
        """Record what goes wrong in the meantime, and whose fault it is."""
        try:
            return (yield)
        except CheckFailed as failure:
            if excuse := item.stash[_TRIAL].excuse():
                self._record(item, Status.ERROR, Text(excuse))
                raise GraderBroken(excuse) from failure
            self._record(item, Status.FAILED, failure.message, failure)
            raise
        except GraderBroken as failure:
            self._record(item, Status.ERROR, Text(printable_lines(str(failure))))
            raise
        except (OSError, MemoryError) as failure:  # of the grader's own: full disks, no more terminals or descriptors
            reason = str(failure) or "no memory is left"
            self._record(
                item,
                Status.ERROR,
                say("this machine does not give the grader what it needs: {reason}", reason=printable(reason)),
            )
            raise

    def pytest_json_runtest_metadata(self, item: pytest.Item) -> dict[str, object]:
        """Hand the outcome to pytest-json-report."""
        outcome = item.stash.get(_OUTCOME, None)
        metadata: dict[str, object] = {"check": item.stash[_CHECK].name, "nonce": self._job.nonce}
        if outcome is not None:
            metadata["outcome"] = msgspec.json.encode(outcome).decode()
        return metadata

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Tell whoever watches that one more check is done."""
        if self._progress is not None:
            self._progress.write(json.dumps(nodeid) + "\n")
            self._progress.flush()

    @pytest.fixture
    def trial(self, request: pytest.FixtureRequest) -> Iterator[Trial]:
        """Give the check a world of its own, and leave nothing of it behind."""
        check = request.node.stash[_CHECK]
        if self._sandbox is None:
            msg = "there is no world to run a program in"
            raise GraderBroken(msg)
        trial = Trial(
            self._sandbox,
            self._programs[check.path],
            Path(self._job.staged) / check.exercise,
            service=self._service,
            patience=self._grading.patience_with(check.path),
            seed=f"{self._job.seed} {check.name}",
            side_by_side=check.side_by_side,
        )
        request.node.stash[_TRIAL] = trial
        try:
            yield trial
        finally:
            trial.close()

    @pytest.fixture
    def words(self, trial: Trial) -> Words:
        """Give the check its messages."""
        return trial.words

    @pytest.fixture
    def server(self, trial: Trial) -> Program:
        """Start the student's server."""
        return _started(trial)

    @pytest.fixture
    def client(self, trial: Trial) -> Program:
        """Start the student's client."""
        return _started(trial)

    @pytest.fixture
    def program(self, trial: Trial) -> Program:
        """Start the student's program that is neither."""
        return _started(trial)

    def _cause(self, item: pytest.Item) -> Check | None:
        """Return the failed check because of which this one is not run, if any."""
        check = item.stash[_CHECK]
        cause = next(filter(None, map(self._cause_of_need, check.needs)), None)
        return cause or next(filter(None, map(self._cause_of_blindness, check.after)), None)

    def _cause_of_need(self, needed: Check) -> Check | None:
        """Return the failed check because of which ``needed`` has not passed."""
        outcome = self._outcome(needed)
        if outcome.status is Status.PASSED:
            return None
        if outcome.status is not Status.NOT_RUN:
            return needed
        deeper = map(self._cause_of_need, (*needed.needs, *needed.after))
        return next(filter(None, deeper), needed)

    def _cause_of_blindness(self, earlier: Check) -> Check | None:
        """Return the failed check because of which nothing is left to see after ``earlier``."""
        outcome = self._outcome(earlier)
        if outcome.status is Status.PASSED or (outcome.status is Status.FAILED and outcome.alone):
            return None
        if outcome.status is not Status.NOT_RUN:
            return earlier
        return next(filter(None, map(self._cause_of_blindness, (*earlier.needs, *earlier.after))), None)

    def _outcome(self, check: Check) -> Outcome:
        item = self._items[check.name]
        return item.stash.get(_OUTCOME, Outcome(status=Status.ERROR))

    def _record(
        self,
        item: pytest.Item,
        status: Status,
        message: Text,
        failure: CheckFailed | None = None,
        line: int | None = None,
    ) -> None:
        trial = item.stash.get(_TRIAL, None)
        if trial is None:  # not even its world could be prepared
            item.stash[_OUTCOME] = Outcome(status=status, message=message)
            return
        if failure is not None:
            trial.note_the_failure(failure.lack)
        transcript, seconds = trial.transcript.events(), trial.transcript.seconds
        diagnosis = Diagnosis(line=line) if failure is None else diagnose(trial, failure.lack, self._misunderstood)
        item.stash[_OUTCOME] = Outcome(
            status=status,
            message=message,
            diagnosis=diagnosis.text,
            line=diagnosis.line,
            misconception=diagnosis.misconception,
            hint=diagnosis.hint,
            not_started=diagnosis.not_started,
            transcript=transcript,
            seconds=seconds,
            programs_started=len(trial.runs),
            alone=failure is not None and failure.alone,
        )


def _started(trial: Trial) -> Program:
    kind = driver(trial.program)
    if kind is None:
        msg = f"nothing drives {trial.program.file}"
        raise GraderBroken(msg)
    return kind(trial)
