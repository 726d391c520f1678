"""How the command ends, whatever the machine does: 0 and 1 are marks, everything else is 2 and one line."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.paths import EXERCISES, GRADER, ROOT, SOLUTIONS, environment
from tests.waiting import wait_for

ONE = ("--only", "tcp_v1/client")
FULL = Path("/dev/full")
# Calls the grader where a module raises what nobody has foreseen, or cannot be imported.
PATCHED = """
import runpy, sys
words, sys.argv = sys.argv, ["grader", *sys.argv[2:]]
exec(words[1])
runpy.run_module("grader", run_name="__main__")
"""


def call(*words: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    """Call the grader with ``more`` of what a process can be started with."""
    given: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment()} | more
    return subprocess.run([*GRADER, *map(str, words)], cwd=ROOT, check=False, **given)  # type: ignore[call-overload, no-any-return]


def patched(code: str, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Call the grader after ``code`` has been executed in its process."""
    command = [sys.executable, "-c", PATCHED, code, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment(**more), capture_output=True, text=True, check=False)


def is_one_line(said: bytes | str) -> bool:
    """Tell whether that is one line of an error, and no trace."""
    text = said.decode() if isinstance(said, bytes) else said
    return text.startswith("error: ") and text.count("\n") == 1


@pytest.mark.parametrize(("submission", "status"), [(SOLUTIONS, 0), (EXERCISES, 1)])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-16"])
def test_an_output_that_is_not_utf_8_changes_no_status(
    tmp_path: Path, submission: Path, status: int, encoding: str
) -> None:
    """What cannot be encoded is replaced; the marks of passed and failed checks are still told apart."""
    answer = call("grade", submission, *ONE, "--reports", tmp_path, env=environment(PYTHONIOENCODING=encoding))
    assert (answer.returncode, answer.stderr) == (status, b"")
    told = answer.stdout.decode(encoding)
    assert re.search(r"^ +[+✓x✗] ", told, re.MULTILINE)
    assert "Score: " in told


@pytest.mark.skipif(not FULL.exists(), reason="this machine has no /dev/full")
def test_a_full_output_costs_no_marks(tmp_path: Path) -> None:
    """Where the report is written, its score decides; where the output was all there is, there is no result."""
    with FULL.open("wb") as full:
        answer = call("grade", SOLUTIONS, *ONE, "--reports", tmp_path, stdout=full)
        assert (answer.returncode, b"the report that was written is complete" in answer.stderr) == (0, True)
        answer = call("doctor", stdout=full)
        assert (answer.returncode, is_one_line(answer.stderr)) == (2, True)
        assert call("no such command", stderr=full).returncode == 2


@pytest.mark.parametrize("gone", ["stdout", "stderr"])
def test_a_reader_that_has_gone_costs_no_marks(tmp_path: Path, gone: str) -> None:
    """Nothing of it shows at the interpreter's end either: no trace, and not its status 120."""
    reader, writer = os.pipe()
    os.close(reader)
    answer = call("grade", EXERCISES, *ONE, "--reports", tmp_path, **{gone: writer})
    os.close(writer)
    assert answer.returncode == 1
    assert b"Traceback" not in (answer.stdout or b"") + (answer.stderr or b"")
    assert b"BrokenPipe" not in (answer.stdout or b"") + (answer.stderr or b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_descriptors_cost_no_marks(tmp_path: Path, closed: str) -> None:
    """No file of the grading's own gets the number of what was closed."""
    line = f'exec "$@" {closed}'
    command = ["sh", "-c", line, "sh", *GRADER, "grade", str(EXERCISES), *ONE, "--reports", str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
    assert (answer.returncode, answer.stderr) == (1, b"")
    assert (tmp_path / "score.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets the size of a pipe be set")
def test_an_output_that_does_not_block_is_written_whole(tmp_path: Path) -> None:
    """A reader that is slow gets everything, also where its pipe is non-blocking and smaller than the report."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    size = fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    words = ("grade", str(EXERCISES), "--only", "tcp_v1", "--json", "--reports", str(tmp_path))
    with subprocess.Popen([*GRADER, *words], cwd=ROOT, env=environment(), stdout=writer) as process:
        os.close(writer)
        with os.fdopen(reader, "rb") as output:
            told = output.read()
        assert process.wait() == 1
    assert told == (tmp_path / "score.json").read_bytes()
    assert len(told) > size


def _ignore_children() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def _block_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


@pytest.mark.parametrize("inherited", [_ignore_children, _block_signals])
def test_what_is_inherited_of_signals_costs_no_marks(tmp_path: Path, inherited: Callable[[], None]) -> None:
    """A parent that ignores its children's ends, or blocks signals, leaves that to the command."""
    words = ("grade", SOLUTIONS, *ONE, "--reports", tmp_path)
    answer = call(*words, preexec_fn=inherited)
    assert (answer.returncode, answer.stderr) == (0, b"")


@pytest.mark.parametrize("size", ["0", "-3", "99999999999999", "²", "x" * 1000])
def test_the_size_of_a_terminal_that_makes_no_sense_is_not_believed(tmp_path: Path, size: str) -> None:
    """Neither by the command nor by the processes that it starts."""
    more = environment(COLUMNS=size, LINES=size, TERM="\x1bodd")
    answer = call("grade", SOLUTIONS, *ONE, "--reports", tmp_path, env=more)
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert max(map(len, answer.stdout.decode().splitlines()[1:])) <= 80  # the first one has a path in it


def test_an_empty_environment_costs_no_marks(tmp_path: Path) -> None:
    """No HOME, no PATH, no TERM, no locale."""
    assert call("grade", SOLUTIONS, *ONE, "--reports", tmp_path, env={}).returncode == 0


@pytest.mark.parametrize("package", ["msgspec", "click", "rich", "jinja2"])
def test_a_package_that_is_missing_is_named(tmp_path: Path, package: str) -> None:
    """Before anything is graded, in one line, with what sets it up."""
    words = ("grade", SOLUTIONS, *ONE, "--reports", tmp_path / "r", "--report", f"html={tmp_path}/report.html")
    answer = patched(f"sys.modules[{package!r}] = None", *words)
    assert (answer.returncode, answer.stdout, is_one_line(answer.stderr)) == (2, "", True)
    assert f"lacks the package {package!r}" in answer.stderr
    assert "make grade" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_a_working_folder_that_has_gone_is_told(tmp_path: Path) -> None:
    """What is named by a path from there cannot be found; that is no lost mark."""
    (tmp_path / "gone").mkdir()
    line = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    command = ["sh", "-c", line, "sh", str(tmp_path / "gone"), *GRADER, "grade", "exercises"]
    more = environment(PYTHONPATH=str(ROOT), TMPDIR=str(tmp_path))
    answer = subprocess.run(command, env=more, cwd=ROOT, capture_output=True, check=False)
    assert (answer.returncode, is_one_line(answer.stderr)) == (2, True)
    assert b"the working folder is gone" in answer.stderr


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("ZeroDivisionError('a\\nb')", "ZeroDivisionError: a b"),
        ("OSError(24, 'Too many open files')", "ulimit -n"),
        ("OSError(28, 'No space left on device')", "make room"),
        ("BrokenPipeError(32, 'Broken pipe')", "Broken pipe"),
        ("MemoryError()", "too little memory"),
        ("RecursionError('deep')", "RecursionError"),
        ("SystemExit('words')", None),
        ("GeneratorExit()", "GeneratorExit"),
    ],
)
def test_what_nobody_has_foreseen_is_one_line_and_its_trace_is_kept(
    tmp_path: Path, fault: str, told: str | None
) -> None:
    """The line says where; only its owner may read the file; the older report does not stay."""
    (tmp_path / "score.json").write_text("{}")
    code = f"import grader.grade\ndef broken(*_):\n raise {fault}\ngrader.grade.grade = broken"
    answer = patched(code, "grade", SOLUTIONS, *ONE, "--reports", tmp_path, TMPDIR=str(tmp_path))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert not (tmp_path / "score.json").exists()
    if told is None:
        return
    assert is_one_line(answer.stderr)
    assert told in answer.stderr
    trace = Path(answer.stderr.strip().rpartition(" ")[2])
    assert fault.partition("(")[0] in trace.read_text()
    assert trace.stat().st_mode & 0o077 == 0


def test_too_few_descriptors_are_no_lost_marks(tmp_path: Path) -> None:
    """Whatever number of files a process may open: marks, or status 2 without a trace."""
    for number in (6, 8, 10, 12, 14, 20):
        line = f'ulimit -n {number}; exec "$@"'
        command = ["sh", "-c", line, "sh", *GRADER, "grade", str(SOLUTIONS), *ONE, "--reports", str(tmp_path)]
        answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
        assert answer.returncode in {0, 2}, (number, answer.stderr)
        assert b"Traceback" not in answer.stderr
        assert b"Traceback" not in answer.stdout


@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("unshare"), reason="only root, with unshare, can mount a disk that is full"
)
def test_a_disk_that_is_full_is_told_and_leaves_nothing_half(tmp_path: Path) -> None:
    """The reports are written whole or not at all; what goes elsewhere is not lost."""
    line = 'mount -t tmpfs -o size=4k none "$1" && here=$1 && shift; "$@"; echo "$? $(ls -A "$here" | wc -l)"'
    command = ["unshare", "-m", "sh", "-c", line, "sh", str(tmp_path), *GRADER]
    command += ["grade", str(SOLUTIONS), *ONE, "--json", "--reports", str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
    if b"mount" in answer.stderr:
        pytest.skip(f"this machine lets nobody mount anything: {answer.stderr.decode()}")
    assert answer.stdout.split()[-2:] == [b"2", b"0"]  # behind the score itself, which is printed all the same
    assert is_one_line(answer.stderr)
    assert b"No space left on device" in answer.stderr


def _heed_signals() -> None:
    """Forget what whoever started the tests ignores: a shell in the background, nohup."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _begun(folder: Path, *command: str) -> subprocess.Popen[bytes]:
    """Start a command that grades, in a process group of its own; return once it has begun to."""
    (folder / "tmp").mkdir()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(TMPDIR=str(folder / "tmp")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_heed_signals,  # noqa: PLW1509 - there are no threads here
    )
    wait_for(lambda: any((folder / "tmp").iterdir()), unless=lambda: process.poll() is not None)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_command_dies_of_the_signal_and_hears_it_once(tmp_path: Path, number: signal.Signals) -> None:
    """It says so in one line; what comes after the first signal, while it tidies up, changes nothing."""
    process = _begun(tmp_path, *GRADER, "grade", str(SOLUTIONS), "--reports", str(tmp_path / "reports"))
    for _ in range(3):
        process.send_signal(number)
    output, said = process.communicate()
    assert (process.returncode, output) == (-number, b"")
    assert said == b"error: interrupted: nothing was graded, no report was written\n"
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_ctrl_c_ends_a_loop_over_a_class(tmp_path: Path) -> None:
    """A shell ends its loop where a command has died of SIGINT, and only there."""
    loop = 'for _ in 1 2 3; do echo begins; "$@" >/dev/null; done; echo the loop went on'
    command = ["bash", "-c", loop, "bash", *GRADER, "grade", str(SOLUTIONS), "--reports", str(tmp_path / "reports")]
    process = _begun(tmp_path, *command)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    output, _ = process.communicate()
    assert (process.returncode, output) == (-signal.SIGINT, b"begins\n")


def test_nohup_is_heeded(tmp_path: Path) -> None:
    """A command that was told to outlive its terminal does."""
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *GRADER, "grade", str(SOLUTIONS), *ONE]
    process = _begun(tmp_path, *command, "--reports", str(tmp_path / "reports"))
    process.send_signal(signal.SIGHUP)
    process.communicate()
    assert process.returncode == 0
