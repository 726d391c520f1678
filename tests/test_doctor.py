"""The doctor: from what is known about a machine to what should be done about it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.doctor import Facts, advise
from tests.paths import ROOT, environment, run

NONE = {"namespaces": "Operation not permitted", "user": "only root can", "plain": ""}


def test_nothing_is_advised_where_the_best_is_to_be_had() -> None:
    """A machine that allows namespaces needs no advice, whatever its switches say."""
    assert advise(Facts(chosen="namespaces", apparmor_restrict=1, in_container=True)) == ()


@pytest.mark.parametrize(
    ("facts", "command"),
    [
        (Facts(bwrap="/bwrap", obstacles=NONE, apparmor_restrict=1), "apparmor_restrict_unprivileged_userns=0"),
        (Facts(bwrap="/bwrap", obstacles=NONE, unprivileged_clone=0), "unprivileged_userns_clone=1"),
        (Facts(bwrap="/bwrap", obstacles=NONE, most_namespaces=0), "user.max_user_namespaces="),
        (Facts(obstacles=NONE), "install bubblewrap"),
        (Facts(bwrap="/bwrap", obstacles=NONE, is_root=True, in_container=True, chosen="user"), "--security-opt"),
        (Facts(release="4.4.0-19041-Microsoft", obstacles=NONE), "--set-version"),
    ],
    ids=["apparmor", "debian", "none allowed", "no bubblewrap", "container", "wsl"],
)
def test_the_likeliest_obstacle_is_named_first_with_its_command(facts: Facts, command: str) -> None:
    """Each known obstacle has the command that removes it."""
    assert command in advise(facts)[0].command


@pytest.mark.parametrize("system", ["Darwin", "Windows"])
def test_other_systems_are_told_that_they_have_no_namespaces(system: str) -> None:
    """No command is invented where none helps."""
    (advice,) = advise(Facts(system=system, obstacles=NONE))
    assert "no namespaces" in advice.reason
    assert not advice.command


def test_an_unknown_obstacle_is_told_in_the_systems_words() -> None:
    """Where nothing known is the cause, what the machine said is passed on."""
    (advice,) = advise(Facts(bwrap="/bwrap", obstacles=NONE, is_root=True, chosen="user"))
    assert "Operation not permitted" in advice.reason


def test_the_command_names_the_kind_that_will_be_used() -> None:
    """``python -m grader doctor`` tells every kind, and the one that grading takes."""
    answer = run("doctor")
    assert answer.returncode == 0, answer.stderr
    assert all(f"\n{kind} " in answer.stdout for kind in NONE)
    assert "Programs will run in worlds of kind " in answer.stdout


def test_a_world_in_which_python_cannot_start_is_none(tmp_path: Path) -> None:
    """Where Python lies in places that a program would not see, none is run there, let alone marked down for it."""
    hidden = shutil.copy(Path(sys.executable).resolve(), tmp_path / "python")
    script = (
        "import sys; sys.executable = sys.argv[1]\n"
        "from grader.catalog import load_course\nfrom grader.sandbox import obstacle_to\nfrom pathlib import Path\n"
        "print(obstacle_to('namespaces', load_course(Path('exercises')).limits))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, hidden], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    assert str(hidden) in answer.stdout
