"""The entry of an assignment of Classroom 50: grades the checkout that it is started in, and writes ``result.json``.

Its runner starts it with whatever Python there is, in the student's checkout, and exports whose submission it is
(``run_entrypoint`` in the runner's ``runner.py``). Exit status: 0 graded, 2 the machine or the grader failed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

_BUNDLE = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR", Path(__file__).parent)).resolve()
_VENV = _BUNDLE / "venv"
_READY = _VENV / "ready-to-grade"
_GRADED, _FAILED = 0, 2
_GRADERS_WORD_FOR_GRADED = (0, 1)  # full marks, marks lost


def main() -> int:
    """Grade; return the exit status."""
    checkout = Path.cwd()
    result = checkout / "result.json"
    result.unlink(missing_ok=True)  # what a student left there is no result
    if sys.version_info < (3, 11):
        return _failed("Python 3.11 or later is needed: name one in the assignment's runtime")
    if not _READY.exists() and (complaint := _set_up()):
        return _failed(complaint)
    exercises = checkout / "exercises"
    submission = exercises if exercises.is_dir() and not exercises.is_symlink() else checkout
    with tempfile.TemporaryDirectory() as reports:
        command = [_VENV / "bin" / "python", "-m", "grader", "grade", submission, "--audience", "student"]
        command += ["--reports", reports, "--report", f"classroom50={result}"]
        command += ["--report", f"markdown={checkout / 'release-body.md'}"]
        status = subprocess.run([str(word) for word in command], cwd=_BUNDLE, check=False).returncode  # noqa: S603
    if status in _GRADERS_WORD_FOR_GRADED:
        return _GRADED
    result.unlink(missing_ok=True)
    return _failed("the grading is not complete; the log says why")


def _set_up() -> str:
    """Install what grading needs; return what went wrong, or nothing."""
    python = _VENV / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", _BUNDLE / "requirements.txt"]
    for command in ([sys.executable, "-m", "venv", _VENV], pip):
        if subprocess.run([str(word) for word in command], check=False).returncode:  # noqa: S603
            return "what grading needs could not be installed"
    _READY.touch()
    return ""


def _failed(reason: str) -> int:
    sys.stderr.write(f"autograder: {reason}\n")
    return _FAILED


if __name__ == "__main__":
    sys.exit(main())
