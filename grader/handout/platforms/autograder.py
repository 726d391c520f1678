"""The entry of an assignment of Classroom 50: grades the checkout that it is started in, and writes ``result.json``.

Its runner starts it with whatever Python there is, in the student's checkout, and exports whose submission it is
(``run_entrypoint`` in the runner's ``runner.py``). Nothing in that checkout is on the path of a Python that runs here:
all of them are isolated and work in a folder of ours. Exit status: 0 graded, 2 the machine or the grader failed.
"""

import os
import sys

if not sys.flags.isolated:  # before anything else is imported that PYTHONPATH could have another of
    os.execv(sys.executable, [sys.executable, "-I", os.path.abspath(__file__)])  # noqa: PTH100, S606

import shutil
import subprocess
import tempfile
from pathlib import Path

_BUNDLE = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or Path(__file__).parent).resolve()
_VENV, _LOCK = _BUNDLE / "venv", _BUNDLE / "requirements.txt"
_KEPT = {
    *("CLASSROOM", "ASSIGNMENT", "ASSIGNMENT_TYPE", "OWNER", "USERNAME", "SUBMISSION_TAG"),  # the runner's words
    *("COMMIT_URL", "RELEASE_URL", "REVIEW_URL", "GITHUB_ACTIONS"),
    *("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR"),
    *("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"),  # to download what is needed
    *("PIP_CERT", "PIP_INDEX_URL", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE"),
}
_GRADED, _FAILED = 0, 2
_GRADERS_WORD_FOR_GRADED = (0, 1)  # full marks, marks lost


def main() -> int:
    """Grade; return the exit status."""
    checkout = Path.cwd()
    result, release = checkout / "result.json", checkout / "release-body.md"
    for path in (result, release):
        _remove(path)  # what a student left there is no result
    if _run(sys.executable, _BUNDLE / "grader" / "environment.py", _VENV / "ready-to-grade", _LOCK):
        return _failed("what grading needs could not be installed")
    exercises = checkout / "exercises"
    submission = exercises if exercises.is_dir() and not exercises.is_symlink() else checkout
    with tempfile.TemporaryDirectory() as reports:
        words = ["grader", "grade", "--audience=student", f"--reports={reports}", f"--report=classroom50={result}"]
        words += [f"--report=markdown={release}", "--", str(submission)]
        status = _run(_VENV / "bin" / "python", _BUNDLE / "grader" / "launch.py", *words)
    if status in _GRADERS_WORD_FOR_GRADED and result.is_file():  # a Python that breaks ends with 1, too
        return _GRADED
    _remove(result)
    return _failed("the grading is not complete; the log says why")


def _run(python: "Path | str", *words: "Path | str") -> int:
    """Run a Python, isolated, in our own folder, with a home of ours and the environment that it needs.

    Returns its exit status.
    """
    environment = {name: value for name, value in os.environ.items() if name in _KEPT}
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run(  # noqa: S603 - our own words
            [str(python), "-I", *map(str, words)], cwd=_BUNDLE, env={**environment, "HOME": home}, check=False
        ).returncode


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.is_symlink() or path.exists():
        path.unlink()


def _failed(reason: str) -> int:
    sys.stderr.write(f"autograder: {reason}\n")
    return _FAILED


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as error:
        sys.exit(_failed(f"{error.filename}: {error.strerror}"))
