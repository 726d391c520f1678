"""``python -m grader.examiner FOLDER … -- ARGUMENTS``: the processes in which pytest runs the checks.

Each folder holds one share of the work as ``assignment.json`` and gets its ``raw.json``; there is one process for each
share. They are forked when everything has been imported, because that takes longer than some shares.
"""

import gc

gc.disable()  # short-lived: what it would collect is less than what looking for it costs

import os  # noqa: E402 - most of the garbage comes from importing
import signal  # noqa: E402
import sys  # noqa: E402
import traceback  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import NoReturn  # noqa: E402

import pytest  # noqa: E402
import pytest_jsonreport.plugin  # noqa: E402, F401

import grader.plugin  # noqa: E402, F401
from grader.sandbox import end_children  # noqa: E402


def main() -> int:
    """Examine every share; return the highest of pytest's exit statuses."""
    at = sys.argv.index("--")
    arguments = sys.argv[at + 1 :]
    examiners = []
    for folder in map(Path, sys.argv[1:at]):
        if (examiner := os.fork()) == 0:
            _examine(folder, arguments)
        examiners.append(examiner)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is theirs to end
    return max(os.waitstatus_to_exitcode(os.waitpid(examiner, 0)[1]) for examiner in examiners)


def _examine(folder: Path, arguments: list[str]) -> NoReturn:
    files = ["--assignment", str(folder / "assignment.json"), "--json-report-file", str(folder / "raw.json")]
    status = int(pytest.ExitCode.INTERNAL_ERROR)
    try:
        status = int(pytest.main([*files, *arguments]))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        end_children()  # whatever happened: no program is left running
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)  # a fork's end: without tearing down, object by object, what was imported before it


if __name__ == "__main__":
    sys.exit(main())
