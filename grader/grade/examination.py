"""The examining processes: pytest over the checks, away from the process that keeps the score."""

import fcntl
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from grader.model import Assignment, Finding, Status
from grader.sandbox import Kind

ROOT = Path(__file__).parents[2]
_PLUGINS = ("grader.plugin", "pytest_jsonreport.plugin")
_PAPER, _RAW, _LOG = "assignment.json", "raw.json", "log"
_LONGEST_LOG = 20_000  # characters of its own output that are kept


class Watcher:
    """Who wants to know how the grading gets on. This one does not."""

    def waits(self) -> None:
        """Hear that another grading on this machine must end first."""

    def begins(self, checks: int) -> None:
        """Hear how many checks are to be run."""

    def finishes(self) -> None:
        """Hear that one more check is done."""


class Report(msgspec.Struct, frozen=True):
    """What the processes left: the reports of pytest-json-report, as one, and what they said."""

    raw: bytes
    said: str


@contextmanager
def turn(kind: Kind, watcher: Watcher) -> Iterator[None]:
    """Wait for every other grading on this machine, where they would meet on its only loopback."""
    if kind == "namespaces":
        yield
        return
    machine = os.open("/", os.O_RDONLY | os.O_CLOEXEC)  # a lock that leaves nothing behind, whoever takes it
    try:
        try:
            fcntl.flock(machine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            watcher.waits()
            fcntl.flock(machine, fcntl.LOCK_EX)
        yield
    finally:
        os.close(machine)


@contextmanager
def closed(kind: Kind, folders: tuple[Path, ...]) -> Iterator[None]:
    """Let nobody but their owner into the folders, where programs run as another user on the same disk.

    A folder in which programs themselves have something to find (Python, the temporary folder) stays as it is.
    """
    needed = [Path(sys.base_prefix).resolve(), Path(tempfile.gettempdir()).resolve()]
    modes: dict[Path, int] = {}
    for place in {folder.resolve() for folder in folders} if kind == "user" else ():
        if place.exists() and not any(one.is_relative_to(place) for one in needed):
            modes[place] = stat.S_IMODE(place.stat().st_mode)
            place.chmod(modes[place] & ~0o077)
    try:
        yield
    finally:
        for place, mode in modes.items():
            place.chmod(mode)


def examine(assignment: Assignment, checks: str, folder: Path, watcher: Watcher) -> Report:
    """Run the checks of the package ``checks`` that ``assignment`` names; use ``folder`` for what passes between us."""
    shares = _shares(assignment)
    for at, share in enumerate(shares):
        room = folder / f"share_{at}"
        room.mkdir()
        (room / "scratch").mkdir()
        part = msgspec.structs.replace(assignment, checks=share, scratch=str(room / "scratch"))
        (room / _PAPER).touch(mode=0o600)  # the nonce is nobody else's to read
        (room / _PAPER).write_bytes(msgspec.json.encode(part))
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as progress:
        examiner = _start(checks, writer, folder)
        os.close(writer)
        try:
            for _ in progress:
                watcher.finishes()
            examiner.wait()
        except BaseException:  # Ctrl-C above all: whatever it is, nothing may be left running
            os.killpg(examiner.pid, signal.SIGINT)
            examiner.wait()
            raise
    said = (folder / _LOG).read_text(encoding="utf-8", errors="replace")
    return Report(raw=_merged(sorted(folder.glob(f"*/{_RAW}"))), said=said[-_LONGEST_LOG:])


def _shares(assignment: Assignment) -> list[tuple[str, ...]]:
    """Share the checks out among two processes where worlds do not meet; a program's checks stay together.

    Two, because a third costs more than it saves.
    """
    programs: dict[str, list[str]] = {}
    for name in assignment.checks:
        programs.setdefault(name.rpartition(".")[0], []).append(name)
    side_by_side = assignment.isolation == "namespaces" and len(programs) > 1 and (os.cpu_count() or 1) > 1
    shares: list[list[str]] = [[], []] if side_by_side else [[]]
    for names in sorted(programs.values(), key=len, reverse=True):
        min(shares, key=len).extend(names)
    return [tuple(share) for share in shares]


def _start(checks: str, progress: int, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", str(ROOT / "grader" / "launch.py"), "grader.examiner"]
    command += [str(room) for room in sorted(folder.iterdir())]
    command += ["--", "-c", str(ROOT / "grader" / "checks" / "pytest.ini"), "--progress", str(progress)]
    command += [argument for plugin in _PLUGINS for argument in ("-p", plugin)]
    command += ["--json-report", "--json-report-omit", "log", "keywords", "collectors", "--pyargs", checks]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    (folder / _LOG).touch(mode=0o600)
    with (folder / _LOG).open("wb") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(progress,),
            process_group=0,  # Ctrl-C reaches it once, from us, and it cleans up
        )


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
    return json.dumps(merged, ensure_ascii=False).encode()


def findings_of(report: Report, assignment: Assignment) -> dict[str, Finding]:
    """Read what was found out for every check of the assignment; what is missing or mangled is an error."""
    findings = {}
    try:
        for test in json.loads(report.raw).get("tests", ()):
            metadata = test.get("metadata", {})
            if metadata.get("nonce") != assignment.nonce:
                continue
            if "finding" in metadata:
                finding = msgspec.json.decode(metadata["finding"], type=Finding)
            else:
                finding = Finding(status=Status.ERROR, message=f"The check itself is broken: {_crash(test)}")
            findings[str(metadata["check"])] = finding
    except (ValueError, KeyError, TypeError, AttributeError, msgspec.DecodeError):
        findings = {}
    last_words = (report.said.strip().splitlines() or ["it said nothing"])[-1]
    missing = Finding(status=Status.ERROR, message=f"The examining process reported nothing of it: {last_words}")
    return {name: findings.get(name, missing) for name in assignment.checks}


def _crash(test: dict[str, dict[str, object]]) -> str:
    for phase in ("setup", "call", "teardown"):
        crash = test.get(phase, {}).get("crash")
        if isinstance(crash, dict):
            return str(crash.get("message"))
    return "no reason was reported"
