"""The examining process: pytest over the checks, away from the process that keeps the score."""

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.model import Assignment, Finding, Status
from grader.sandbox import Kind

ROOT = Path(__file__).parents[2]
_PLUGINS = ("grader.plugin", "pytest_metadata.plugin", "pytest_jsonreport.plugin")
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
    """What the process left: the report of pytest-json-report, empty where there is none, and what it said."""

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


def examine(assignment: Assignment, checks: str, folder: Path, watcher: Watcher) -> Report:
    """Run the checks of the package ``checks`` that ``assignment`` names; use ``folder`` for what passes between us."""
    paper, raw, log = folder / "assignment.json", folder / "raw.json", folder / "log"
    paper.write_bytes(msgspec.json.encode(assignment))
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "grader" / "checks" / "pytest.ini")]
    command += [argument for plugin in _PLUGINS for argument in ("-p", plugin)]
    command += ["--assignment", str(paper), "--progress", str(writer)]
    command += ["--json-report", "--json-report-file", str(raw), "--json-report-omit", "log", "keywords", "collectors"]
    command += ["--pyargs", checks]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with log.open("wb") as output:
        examiner = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(writer,),
            process_group=0,  # Ctrl-C reaches it once, from us, and it cleans up
        )
        os.close(writer)
        try:
            with open(reader, "rb") as progress:
                for _ in progress:
                    watcher.finishes()
            examiner.wait()
        except BaseException:  # Ctrl-C above all: whatever it is, nothing may be left running
            examiner.send_signal(signal.SIGINT)
            examiner.wait()
            raise
    said = log.read_text(encoding="utf-8", errors="replace")[-_LONGEST_LOG:]
    return Report(raw.read_bytes() if raw.exists() else b"", said)


def findings_of(report: Report, assignment: Assignment) -> dict[str, Finding]:
    """Read what was found out for every check of the assignment; what is missing or mangled is an error."""
    findings = {}
    try:
        tests = json.loads(report.raw)["tests"] if assignment.checks else []
        for test in tests:
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
