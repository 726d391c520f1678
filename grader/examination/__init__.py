"""The examining processes: pytest over the checks, away from the process that keeps the score."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from grader.catalog import ROOT
from grader.kit.collection import lesson_of
from grader.messages import packed
from grader.model import Examination, Job, Outcome, Status
from grader.process.interrupts import Held
from grader.sandbox import about
from grader.text import say

# Plugins of pytest's own that no check needs. Each takes time for every check; unraisableexception looks for garbage at
# the end, five times. Only a command line, and no file, keeps pytest from importing them.
_OF_NO_USE = (
    *("cacheprovider", "debugging", "doctest", "junitxml", "logging", "monkeypatch", "pastebin", "recwarn"),
    *("setuponly", "setupplan", "skipping", "stepwise", "subtests", "threadexception", "tmpdir", "unittest"),
    *("unraisableexception", "warnings"),
)
_PAPER, _RAW, _LOG = "job.json", "raw.json", "log"
_LONGEST_LOG = 20_000  # characters of its own output that are kept
_LONGEST_FAREWELL = 15.0  # seconds; longer than what the keeper gives the examining processes
_CHUNK = 65536  # bytes
_KEPT = {"HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "TERM", "TMPDIR", "TZ", "USER"}
_KEPT_BEGINNINGS = ("LC_", "LD_", "DYLD_")  # where this Python finds its libraries, too


class Watcher:
    """Who wants to know how the grading gets on. This one does not."""

    def waits(self) -> None:
        """Hear that another grading on this machine must end first."""

    def takes(self, submission_hash: str) -> None:
        """Hear which submission it is, before anything else is done."""

    def begins(self, checks: int) -> None:
        """Hear how many checks are to be run."""

    def finishes(self) -> None:
        """Hear that one more check is done."""


class Report(msgspec.Struct, frozen=True):
    """What the processes left: the reports of pytest-json-report, as one, and what they said."""

    raw: bytes
    said: str


def examine(job: Job, folder: Path, watcher: Watcher, locks: tuple[int, ...]) -> Report:
    """Run the checks that ``job`` names; use ``folder`` for what passes between us.

    The processes hold the ``locks`` for as long as there is one of them.
    """
    examination = folder / "examination"
    examination.mkdir(0o700)
    for at, share in enumerate(_shares(job)):
        room = examination / f"share_{at}"
        room.mkdir(0o700)
        (room / "scratch").mkdir(0o700)
        part = msgspec.structs.replace(job, checks=share, scratch=str(room / "scratch"))
        (room / _PAPER).touch(mode=0o600)  # the nonce is nobody else's to read
        (room / _PAPER).write_bytes(packed(part))
    held = Held()
    keeper = _Keeper(folder, job.place, locks)
    try:
        try:
            keeper.start()
            keeper.follow(watcher)
        finally:
            held.hold()
    finally:
        keeper.end()
        held.release()
    said = (folder / _LOG).read_text(encoding="utf-8", errors="replace")
    return Report(raw=_merged(sorted(examination.glob(f"*/{_RAW}"))), said=said[-_LONGEST_LOG:])


def _shares(job: Job) -> list[tuple[str, ...]]:
    """Share the checks out among two processes where worlds do not meet; a program's checks stay together.

    Two, because a third costs more than it saves.
    """
    programs: dict[str, list[str]] = {}
    for name in job.checks:
        programs.setdefault(name.rpartition(".")[0], []).append(name)
    side_by_side = about(job.isolation).own_network and len(programs) > 1 and (os.cpu_count() or 1) > 1
    shares: list[list[str]] = [[], []] if side_by_side else [[]]
    for names in sorted(programs.values(), key=len, reverse=True):
        min(shares, key=len).extend(names)
    return [tuple(share) for share in shares]


class _Keeper:
    """The process that keeps the examining processes, and the two pipes between it and us.

    It gets its job over the one and lives as long as that is open. The other one is open as long as any of them lives.
    """

    def __init__(self, folder: Path, place: str, locks: tuple[int, ...]) -> None:
        self._folder, self._place, self._locks = folder, place, locks
        self._orders = self._progress = -1
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and tell it what to do."""
        listens, self._orders = os.pipe()
        self._progress, tells = os.pipe()
        (self._folder / _LOG).touch(mode=0o600)
        with (
            os.fdopen(listens, "rb") as orders,
            os.fdopen(tells, "wb") as progress,
            (self._folder / _LOG).open("wb") as log,
        ):
            self._process = subprocess.Popen(
                # Not a word about this grading: everybody can read it.
                [sys.executable, "-I", str(ROOT / "grader" / "launch.py"), "grader.examination.examiner"],
                cwd=self._folder,
                env=_environment(),
                stdin=orders,
                stdout=log,
                stderr=log,
                pass_fds=(progress.fileno(), *self._locks),
                process_group=0,  # the terminal's Ctrl-C is for the command
            )
            examination = Examination(
                folder=str(self._folder),
                rooms=tuple(str(room) for room in sorted((self._folder / "examination").iterdir())),
                place=self._place,
                arguments=_arguments(lesson_of(Path(self._place))),
                progress=progress.fileno(),
                locks=self._locks,
            )
        try:
            os.write(self._orders, packed(examination) + b"\n")  # far less than a pipe holds
        except BrokenPipeError:
            return  # it has ended already, and the log says why

    def follow(self, watcher: Watcher) -> None:
        """Tell the watcher of every check that is done, until no process is left."""
        with os.fdopen(os.dup(self._progress), "rb") as progress:
            for _ in progress:
                watcher.finishes()
        if self._process is not None:
            self._process.wait()

    def end(self) -> None:
        """Let it end all that is below it, and itself; bounded."""
        if self._orders >= 0:
            os.close(self._orders)
        if self._progress >= 0:
            self._drain()
            os.close(self._progress)
        if self._process is not None:
            try:
                self._process.wait(_LONGEST_FAREWELL)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _drain(self) -> None:
        """Wait until nobody can tell anything any more."""
        deadline = time.monotonic() + _LONGEST_FAREWELL
        while (seconds := deadline - time.monotonic()) > 0:
            if select.select([self._progress], [], [], seconds)[0] and not os.read(self._progress, _CHUNK):
                return


def _arguments(lesson: str) -> tuple[str, ...]:
    arguments = ["-c", str(Path(__file__).with_name("pytest.ini"))]
    arguments += [word for plugin in _OF_NO_USE for word in ("-p", f"no:{plugin}")]
    arguments += ["--json-report", "--json-report-omit", "log", "keywords", "collectors"]
    return (*arguments, "--pyargs", f"{lesson}.checks")


def _environment() -> dict[str, str]:
    """Return what Python and programs need of the environment: no token, no key, nothing that changes pytest."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_BEGINNINGS)}
    return kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _merged(paths: list[Path]) -> bytes:
    """Return the reports of several processes as one; those that are missing or mangled have nothing to say."""
    merged: dict[str, Any] = {}
    for path in paths:
        try:
            report = json.loads(path.read_bytes())
            tests, summary = report["tests"], Counter(report["summary"])
        except (OSError, ValueError, TypeError, KeyError):
            continue
        if merged:
            merged["tests"] += tests
            merged["summary"] = dict(Counter(merged["summary"]) + summary)
            merged["duration"] = max(merged["duration"], report["duration"])
            merged["exitcode"] = max(merged["exitcode"], report["exitcode"])
        else:
            merged = report
    return json.dumps(merged, ensure_ascii=False).encode(errors="backslashreplace")


def outcomes_of(report: Report, job: Job) -> dict[str, Outcome]:
    """Read what was found out for every check of the job; what is missing or mangled is an error."""
    outcomes = {}
    try:
        for test in json.loads(report.raw).get("tests", ()):
            metadata = test.get("metadata", {})
            if metadata.get("nonce") != job.nonce:
                continue
            if "outcome" in metadata:
                outcome = msgspec.json.decode(metadata["outcome"], type=Outcome)
            else:
                outcome = Outcome(
                    status=Status.ERROR, message=say("The check itself is broken: {reason}", reason=_crash(test))
                )
            outcomes[str(metadata["check"])] = outcome
    except (ValueError, KeyError, TypeError, AttributeError, msgspec.DecodeError):
        outcomes = {}
    last_words = (report.said.strip().splitlines() or ["it said nothing"])[-1]
    nothing = say("The examining process reported nothing of it: {last_words}", last_words=last_words)
    missing = Outcome(status=Status.ERROR, message=nothing)
    return {name: outcomes.get(name, missing) for name in job.checks}


def _crash(test: dict[str, dict[str, object]]) -> str:
    for phase in ("setup", "call", "teardown"):
        crash = test.get(phase, {}).get("crash")
        if isinstance(crash, dict):
            return str(crash.get("message"))
    return "no reason was reported"
