"""The virtual environment that everything starts in: made once, found whole, made anew where it is not."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT, environment
from tests.waiting import wait_for

SCRIPT = ROOT / "grader" / "environment.py"
# A Python without what Debian keeps in the package python3-venv.
WITHOUT_ENSUREPIP = """
import runpy, sys
sys.modules["ensurepip"] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
# Sends SIGINT to itself when a script imports the module that the first word names.
INTERRUPTED = """
import os, runpy, signal, sys
class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
module, sys.argv = sys.argv[1], sys.argv[2:]
sys.modules.pop(module, None)
sys.meta_path.insert(0, Interrupts())
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def set_up(folder: Path, lock: str = "", **more: str) -> str:
    """Set up ``folder/.venv`` with what a lock file lists; return what was said."""
    with started(folder, lock, **more) as process:
        return said_by(process)


def started(folder: Path, lock: str = "", *python: str, **more: str) -> subprocess.Popen[str]:
    """Start the script, in a session of its own, with a Python or with the one that runs this."""
    (folder / "lock").write_text(f"# nothing, or little\n{lock}")
    return subprocess.Popen(
        [*(python or (sys.executable, "-I")), SCRIPT, folder / ".venv" / "ready-to-grade", folder / "lock"],
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said_by(process: subprocess.Popen[str]) -> str:
    """Return what it said when it has ended: an error, and status 2, or none and status 0."""
    printed, said = process.communicate()
    assert (process.returncode, "error: " in said, printed) in {(0, False, ""), (2, True, "")}, said
    return said


def works(folder: Path) -> bool:
    """Tell whether the environment's Python runs, and has its pip."""
    command = [str(folder / ".venv" / "bin" / "python"), "-I", "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def is_left_alone(folder: Path) -> bool:
    """Tell whether a further call finds the environment whole, and says nothing."""
    return set_up(folder) == ""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which an environment has been made."""
    folder = tmp_path_factory.mktemp("whole")
    assert "error" not in set_up(folder)
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of that folder; so it also lies elsewhere than where it was made."""
    shutil.copytree(whole, tmp_path / "copy", symlinks=True)
    (tmp_path / "copy" / ".venv" / "of the first").touch()
    yield tmp_path / "copy"
    assert works(tmp_path / "copy")
    assert is_left_alone(tmp_path / "copy")


def was_made_anew(folder: Path) -> bool:
    """Tell whether nothing of the first environment is there."""
    return not (folder / ".venv" / "of the first").exists()


def test_a_whole_environment_is_left_alone_also_where_the_checkout_was_moved(copy: Path) -> None:
    """What is whole is not touched, wherever its folder has been moved."""
    assert is_left_alone(copy)
    assert not was_made_anew(copy)


def test_an_environment_whose_making_was_interrupted_is_made_anew(copy: Path) -> None:
    """A stamp that says unfinished, as a killed set-up leaves it, means to begin from nothing."""
    (copy / ".venv" / "ready-to-grade").write_text("unfinished\n")
    shutil.rmtree(next(copy.glob(".venv/lib/*/site-packages/pip")))
    set_up(copy)
    assert was_made_anew(copy)


def test_an_environment_whose_python_has_gone_is_made_anew(copy: Path) -> None:
    """Where the Python that made it is no longer there, another one makes it."""
    python = next(
        path for path in (copy / ".venv" / "bin").iterdir() if path.is_symlink() and path.readlink().is_absolute()
    )
    python.unlink()
    python.symlink_to(copy / "gone")
    set_up(copy)
    assert was_made_anew(copy)


def test_an_environment_whose_python_has_become_another_version_is_made_anew(copy: Path) -> None:
    """Where the Python behind it has another version than what it was made with, its packages are not found."""
    stamp = copy / ".venv" / "ready-to-grade"
    stamp.write_text(f"cpython-310 {stamp.read_text().split()[1]}\n")
    set_up(copy)
    assert was_made_anew(copy)


def test_another_lock_file_is_installed_into_what_is_there(copy: Path) -> None:
    """Where only the lock file has changed, what it lists is installed, and nothing is thrown away."""
    assert set_up(copy, lock="# changed\n").startswith("Setting up")
    assert not was_made_anew(copy)
    set_up(copy)


def test_an_environment_that_somebody_else_made_is_used(tmp_path: Path) -> None:
    """An editor's ``.venv``, without pip, keeps what is in it and gets what is missing."""
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    (tmp_path / ".venv" / "mine").write_text("precious")
    set_up(tmp_path)
    assert works(tmp_path)
    assert (tmp_path / ".venv" / "mine").read_text() == "precious"


def test_a_killed_set_up_is_made_up_for(tmp_path: Path) -> None:
    """Killed with all its children as soon as there is a Python, it is whole after the next call."""
    first = started(tmp_path)
    wait_for(lambda: (tmp_path / ".venv" / "bin" / "python").exists() or first.poll() is not None)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert not works(tmp_path)
    set_up(tmp_path)
    assert works(tmp_path)
    assert is_left_alone(tmp_path)


def test_two_at_once_make_one(tmp_path: Path) -> None:
    """Of two calls in a fresh folder one makes the environment; the other waits for it, and both succeed."""
    said = [said_by(process) for process in [started(tmp_path) for _ in range(2)]]
    assert not any("error" in text for text in said), said
    assert sum("Setting up" in text for text in said) == 1, said
    assert works(tmp_path)


@pytest.mark.parametrize("name", ["with blanks", "$(touch x) `y` 'z' \"", "100% #1", "-x", "ärger 文件夹"])
def test_the_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    """The checkout's path may have blanks and signs of the shell in it."""
    (tmp_path / name).mkdir()
    assert "error" not in set_up(tmp_path / name)
    assert works(tmp_path / name)


def test_what_python_cannot_do_is_said(tmp_path: Path) -> None:
    """A path with a colon, which no virtual environment can have, is one line and nothing half made."""
    (tmp_path / "a:b").mkdir()
    assert "error: Python cannot make a virtual environment" in set_up(tmp_path / "a:b")


def test_a_missing_network_is_called_that(tmp_path: Path) -> None:
    """Where the index cannot be reached, the message names it and the network, and not a package of Debian's."""
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{taken.getsockname()[1]}/simple/"
        alone = {"PIP_INDEX_URL": index, "PIP_FIND_LINKS": "", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
        said = set_up(tmp_path, lock=f"nothing-of-that-name==1 --hash=sha256:{'0' * 64}\n", **alone)
    setting_up, line = said.splitlines()
    assert setting_up.startswith("Setting up")
    assert line.startswith(f"error: no network: {index} cannot be reached")


def test_a_missing_package_of_debians_is_called_that(tmp_path: Path) -> None:
    """Where Python has no ensurepip, the message names the package, and what was there stays."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "mine").write_text("precious")
    said = said_by(started(tmp_path, "", sys.executable, "-I", "-c", WITHOUT_ENSUREPIP))
    assert "error: Python cannot make a virtual environment: on Debian, Ubuntu install python3-venv" in said
    assert (tmp_path / ".venv" / "mine").read_text() == "precious"


def test_a_link_is_not_emptied(whole: Path, tmp_path: Path) -> None:
    """Where .venv is a link to an environment that is not whole, nothing behind it is removed, and that is said."""
    shutil.copytree(whole / ".venv", tmp_path / "other", symlinks=True)
    (tmp_path / "other" / "ready-to-grade").write_text("unfinished\n")
    (tmp_path / ".venv").symlink_to("other")
    assert "is a link" in set_up(tmp_path)
    assert (tmp_path / "other" / "bin" / "python").exists()


def test_something_else_in_its_place_is_one_line(tmp_path: Path) -> None:
    """A file in the place of the environment is named, and kept."""
    (tmp_path / ".venv").write_text("precious")
    said = set_up(tmp_path)
    assert said.count("\n") == 1
    assert ".venv" in said
    assert (tmp_path / ".venv").read_text() == "precious"


def test_settings_of_pip_that_lead_elsewhere_have_no_say(tmp_path: Path) -> None:
    """Of pip's variables only those count that say where packages come from; of Python's none does."""
    (tmp_path / "venv.py").write_text("raise SystemExit('a module of a stranger')")
    elsewhere = {"PIP_TARGET": str(tmp_path / "target"), "PIP_REQUIREMENT": "/nowhere", "PIP_PYTHON": "/nowhere"}
    elsewhere |= {"PYTHONPATH": str(tmp_path), "PYTHONHOME": "", "PYTHONSTARTUP": "/nowhere"}
    assert "error" not in set_up(tmp_path, **elsewhere)
    assert works(tmp_path)


@pytest.mark.parametrize(
    ("script", "module"), [("environment.py", "shutil"), ("environment.py", "hashlib"), ("launch.py", "grader")]
)
def test_ctrl_c_while_a_script_begins_leaves_no_trace(tmp_path: Path, script: str, module: str) -> None:
    """It dies of the signal, as it does later on, and says nothing; nothing has been made."""
    words = [ROOT / "grader" / script, "grader"] if script == "launch.py" else [SCRIPT, tmp_path / ".venv" / "stamp"]
    command = [sys.executable, "-I", "-c", INTERRUPTED, module, *map(str, words), str(tmp_path / "lock")]
    answer = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr) == (-signal.SIGINT, b"", b"")
    assert not list(tmp_path.iterdir())


def test_ctrl_c_while_an_environment_is_made_leaves_no_trace(tmp_path: Path) -> None:
    """Interrupted with all its children, as by a terminal, it dies of the signal; the next call makes it whole."""
    process = started(tmp_path)
    wait_for(lambda: (tmp_path / ".venv" / "bin" / "python").exists() or process.poll() is not None)
    os.killpg(process.pid, signal.SIGINT)
    printed, said = process.communicate()
    assert (process.returncode, printed) == (-signal.SIGINT, "")
    assert said == "Setting up what is needed (once) …\n"
    set_up(tmp_path)
    assert works(tmp_path)


def test_the_callers_own_settings_of_pip_count_and_no_others(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mirror that the caller's home names is used; a file in the folder, from which it is called, is not read."""
    for name in ("pip.conf", "pip.ini", "setup.cfg", ".config/pip/pip.conf", ".pip/pip.conf"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("no settings at all\n")  # pip refuses what it cannot read
    monkeypatch.chdir(copy)
    own = {"PIP_CONFIG_FILE": "", "XDG_CONFIG_HOME": ""}
    assert "error" not in set_up(copy, lock="# changed\n", HOME=str(copy.parent), **own)
    assert "no settings at all" in set_up(copy, lock="# changed again\n", HOME=str(copy), **own)
    set_up(copy)
