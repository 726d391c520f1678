"""Files that lie around a grading have no say in it: around the temporary folder, the submission, the caller."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.modules import plant_modules
from tests.paths import ROOT, SOLUTIONS, environment
from tests.test_isolation import on_the_loopback
from tests.worlds import scratch_folder

# What pytest would read of its own accord.
SETTINGS = {
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "tox.ini": "[pytest]\naddopts = --collect-only\n",
    "setup.cfg": "[tool:pytest]\naddopts = --collect-only\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
}


@pytest.mark.parametrize(
    "kind",
    ["namespaces", "plain", pytest.param("user", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can"))],
)
@on_the_loopback
def test_no_file_around_a_grading_runs_or_sets_anything(kind: str) -> None:
    """Everybody may write to /tmp: a module there, or a program where the command starts, is a stranger's."""
    with scratch_folder() as folder:
        mark = folder / "attacked"
        for place in (folder, folder / "tmp", folder / "submission", folder / "here"):
            place.mkdir(exist_ok=True)
            plant_modules(place, mark)
            (place / "bwrap").write_text(f"#!/bin/sh\necho bwrap >> {mark}\n")
            (place / "bwrap").chmod(0o755)
            for name, text in SETTINGS.items():
                (place / name).write_text(text)
        shutil.copytree(SOLUTIONS / "tcp_v1", folder / "submission" / "tcp_v1")
        command = [sys.executable, "-I", ROOT / "grader" / "launch.py", "grader", "grade", folder / "submission"]
        words = ["--only", "tcp_v1/client", "--isolation", kind, "--reports", folder / "reports"]
        answer = subprocess.run(
            [*map(str, command), *map(str, words)],
            cwd=folder / "here",
            env=environment(TMPDIR=str(folder / "tmp"), PYTHONPATH=str(folder), PATH=f".:{os.environ['PATH']}"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not mark.exists(), mark.read_text()
    assert answer.returncode == 0, answer.stdout + answer.stderr
