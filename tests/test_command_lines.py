"""Command lines are everybody's to read, on the whole machine; those of a grading tell nothing about it."""

import os
import signal
from pathlib import Path

import pytest

from grader.observe.processes import family
from tests.test_isolation import SLEEPER, on_the_loopback, started, submission_of
from tests.waiting import wait_for
from tests.worlds import scratch_folder


def command_lines(command: int) -> list[str]:
    """Return the command lines of a command and of all that descends from it."""
    found = []
    for pid in family(command):
        try:
            found.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # it has ended meanwhile
            continue
    return found


@pytest.mark.parametrize(
    "kind",
    [
        "namespaces",
        pytest.param("user", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can")),
        "plain",
    ],
)
@on_the_loopback
def test_no_process_of_a_grading_has_a_path_or_a_name_of_it_in_its_command_line(kind: str) -> None:
    """Neither the submission, nor the folders of the reports and of temporary files, nor the exercise, nor the seed."""
    words = ("--only", "tcp_v1/server", "--isolation", kind, "--seed", "47114711")
    lines: list[str] = []
    with scratch_folder() as folder:
        (folder / "tmp").mkdir()
        with started(folder, submission_of(folder, "tcp_v1/server.py", SLEEPER), *words) as grading:

            def runs() -> bool:
                lines[:] = command_lines(grading.pid)
                return any(line.endswith("faulthandler server.py ") for line in lines)

            wait_for(runs, unless=lambda: grading.poll() is not None)
            grading.send_signal(signal.SIGINT)
        assert grading.returncode == -signal.SIGINT
        told = {word for word in (str(folder), "tcp_v1", "47114711", "submission") for line in lines if word in line}
    assert not told, lines
