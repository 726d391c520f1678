"""What pytest does in a box: each test has a time limit, and is told when it ends, with the lines that it executed.

Imports nothing of the grader: the mutant is not to be loaded before its tests are.
"""

import json
import mmap
import os
import signal
import time
from collections import defaultdict
from collections.abc import Generator, Mapping
from typing import Any, NoReturn

import pytest

_PATIENCE = 5.0  # seconds, for the end of what a test that took too long has begun
_MOST_STRETCH = 4.0
_ENOUGH = 4.0  # seconds; once a test has taken so long with some of its parameters, the others are left out


def stretch() -> float:
    """Return how many times as long as on a quiet machine, of whose seconds all are here, everything takes, roughly."""
    return min(max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)), _MOST_STRETCH)


class Watcher:
    """Runs the tests in the order in which they were named, and tells of each to ``channel``, a line of JSON for each.

    ``limits``: of tests in seconds, by their names; ``most`` is that of all others. ``hits``: the bytes of the lines.
    """

    def __init__(self, channel: int, limits: Mapping[str, float], most: float, hits: mmap.mmap | None) -> None:
        """Wait for the tests."""
        self._channel, self._limits, self._most, self._hits = channel, limits, most, hits
        self._order = {name: at for at, name in enumerate(limits)}
        self._fixtures: dict[object, tuple[float, bytes]] = {}  # of more tests than one: seconds, lines
        self._failed, self._ran = "", False
        self._spent: defaultdict[str, float] = defaultdict(float)  # seconds, by tests without their parameters

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Begin with the test that was named first."""
        if self._order:
            items.sort(key=lambda item: self._order.get(item.nodeid, len(self._order)))

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        """Remember what a fixture takes and executes that is made once for several tests."""
        if fixturedef.scope == "function":
            return (yield)
        before = self._lines()
        self._clear()
        began = time.monotonic()
        try:
            return (yield)
        finally:
            lines = self._lines()
            self._fixtures[fixturedef] = (time.monotonic() - began) / stretch(), lines
            if self._hits is not None:
                self._hits[:] = _union(before, lines)

    @pytest.hookimpl(tryfirst=True, specname="pytest_runtest_protocol")
    def leave_out(self, item: pytest.Item) -> bool | None:
        """Leave out a test that has shown enough, where nobody asked for it by its name."""
        return True if not self._order and self._spent[_without_parameters(item)] > _ENOUGH else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Run a test, within its limit."""
        self._ran = False
        self._failed, limit = "", self._limits.get(item.nodeid, self._most)
        self._clear()
        shared_before = set(self._fixtures)

        def stop(_number: int, _frame: object) -> None:
            self._failed = "too slow"
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE)  # also where this one is swallowed
            pytest.fail("it takes too long", pytrace=False)

        signal.signal(signal.SIGALRM, stop)
        began = time.monotonic()
        try:
            signal.setitimer(signal.ITIMER_REAL, limit * stretch())
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            seconds = (time.monotonic() - began) / stretch()
            self._spent[_without_parameters(item)] += seconds
            if self._ran or self._failed:  # it may be too late before the test has begun
                self._tell(item, seconds, shared_before)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember how it ended."""
        self._ran = True
        if report.outcome != "passed" and not self._failed:
            self._failed = report.outcome

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Tell of a module that could not be loaded."""
        if report.failed:
            self._write({"test": report.nodeid, "outcome": "failed", "seconds": 0.0, "lines": []})

    def _tell(self, item: pytest.Item, seconds: float, shared_before: set[object]) -> None:
        lines = self._lines()
        of_test: dict[str, Any] = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 - pytest's own, without a type
        for fixture in {fixture for several in of_test.values() for fixture in several} & self._fixtures.keys():
            of_fixture, executed = self._fixtures[fixture]
            lines = _union(lines, executed)
            seconds += of_fixture if fixture in shared_before else 0.0  # it was made for a test before this one
        told = [at for at, hit in enumerate(lines) if hit]
        self._write({"test": item.nodeid, "outcome": self._failed or "passed", "seconds": seconds, "lines": told})
        if self._order and self._failed:
            self._leave(pytest.ExitCode.TESTS_FAILED)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Tell how all of it ended."""
        self._leave(exitstatus)

    def _leave(self, status: int) -> NoReturn:
        """Be done: what pytest would still put away lies in a box, and takes longer than most tests."""
        self._write({"status": int(status)})
        os._exit(0)

    def _write(self, told: dict[str, object]) -> None:
        data = json.dumps(told).encode() + b"\n"
        while data:
            data = data[os.write(self._channel, data) :]

    def _lines(self) -> bytes:
        return self._hits[:] if self._hits is not None else b""

    def _clear(self) -> None:
        if self._hits is not None:
            self._hits[:] = bytes(len(self._hits))


def _without_parameters(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _union(some: bytes, others: bytes) -> bytes:
    return bytes(map(max, some, others))
