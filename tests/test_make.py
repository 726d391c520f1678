"""What `make` is given: a name is a name, whatever is in it, in this repository's Makefile and in the students' one."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.paths import ROOT, environment

MAKEFILES = {"ours": ROOT / "Makefile", "students": ROOT / "grader" / "handout" / "students" / "Makefile"}
VARIABLES = {
    *("PYTHON", "COURSE", "SUBMISSION", "REPORTS", "EX", "ISOLATION", "OBSERVE", "SEED", "VERBOSE"),
    *("AUDIENCE", "REPORT", "SCORE", "OUT", "HIDDEN", "KILL", "LOAD", "SEEDS", "CLOCK", "TIMES", "GRADER", "MOST"),
}
# Each makes a file called "attacked" where it is expanded by make or read by a shell.
NAMES = [
    "$(shell touch attacked)",
    "${shell touch attacked}",
    "$(touch attacked)",
    "$$(touch attacked)",
    "`touch attacked`",
    '"; touch attacked; "',
    "'; touch attacked; '",
    "; touch attacked #",
    "x\ntouch attacked\n",
    "| touch attacked",
    "$(eval $(shell touch attacked))",
    "-x",
    "--help",
    "%=*?[a-z] ~\\",
]
RECORDER = """#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word" >> words; done
printf '\\1' >> words
"""  # stands for a Python: it writes down the words that it is called with


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., list[list[str]]]:
    """Return a function that runs make in a folder of its own, and returns the commands that a Python got."""

    def run(whose: str, *words: str, **variables: str) -> list[list[str]]:
        shutil.copy(MAKEFILES[whose], tmp_path / "Makefile")
        python = tmp_path / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text(RECORDER)
        python.chmod(0o755)
        if variables.get("PYTHON"):
            shutil.copy(python, tmp_path / variables["PYTHON"])
        (tmp_path / "words").write_bytes(b"")
        given = environment(MAKEFLAGS="", PATH=f"{tmp_path / 'tools'}:/usr/bin:/bin") | variables
        (tmp_path / "tools").mkdir(exist_ok=True)
        shutil.copy(python, tmp_path / "tools" / "python3")
        done = subprocess.run(["make", *words], cwd=tmp_path, env=given, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 2}, done
        assert not (tmp_path / "attacked").exists(), done
        calls = (tmp_path / "words").read_text().split("\1")[:-1]
        return [call.split("\0")[:-1] for call in calls]

    return run


def targets_of(whose: str) -> list[str]:
    """Return the targets that ``make help`` lists."""
    return re.findall(r"^([a-z0-9]+):.*## ", MAKEFILES[whose].read_text(), re.MULTILINE)


@pytest.mark.parametrize("whose", MAKEFILES)
def test_every_variable_of_make_itself_is_defined(whose: str) -> None:
    """A recipe reads no variable of make's that the Makefile does not define."""
    text = MAKEFILES[whose].read_text()
    defined = set(re.findall(r"^(\w+) :=", text, re.MULTILINE))
    assert set(re.findall(r"(?<!\$)\$\(([A-Z_]+)\)", text)) == defined


def test_every_variable_of_a_makefile_is_tried_here() -> None:
    """The Makefiles read these variables from outside, and no others."""
    read = {name for path in MAKEFILES.values() for name in re.findall(r"\$\$\{?([A-Z]+)", path.read_text())}
    assert read == VARIABLES


@pytest.mark.parametrize("how", ["words", "environment", "-e"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_reaches_the_command_as_it_is(make: Callable[..., list[list[str]]], name: str, how: str) -> None:
    """A submission's name is neither expanded by make nor read by the shell, wherever make takes it from."""
    words = [f"SUBMISSION={name}"] if how == "words" else ["-e"] if how == "-e" else []
    given = {} if how == "words" else {"SUBMISSION": name}
    assert make("ours", "grade", *words, **given)[-1][-2:] == ["--", name]


@pytest.mark.parametrize("whose", MAKEFILES)
@pytest.mark.parametrize(
    "target", ["grade", "report", "handout", "gradescope", "classroom50", "prove", "doctor", "clean", "help"]
)
@pytest.mark.parametrize("name", NAMES)
def test_no_variable_runs_anything(make: Callable[..., list[list[str]]], whose: str, target: str, name: str) -> None:
    """Whatever stands in any variable, also in one that no Makefile reads, no target runs it."""
    variables = dict.fromkeys(VARIABLES - {"PYTHON"}, name)
    make(whose, target, *(f"{variable}={value}" for variable, value in variables.items()), f"NOTE={name}")
    make(whose, target, **variables, NOTE=name)


def test_the_name_of_a_python_is_a_name(make: Callable[..., list[list[str]]]) -> None:
    """PYTHON names a program, with blanks and signs of the shell in it; it is called, isolated."""
    for name in ("my python $(touch attacked)", "'quoted' python", 'a"b'):
        first = make("ours", "grade", PYTHON=f"./{name}")[0]
        assert first == ["-I", "grader/environment.py", ".venv/ready-to-grade", "requirements.txt"]


def test_every_option_has_its_word(make: Callable[..., list[list[str]]]) -> None:
    """Each variable becomes the option that the README names; one that is empty becomes nothing."""
    given = {"EX": "e", "ISOLATION": "i", "OBSERVE": "o", "SEED": "1", "AUDIENCE": "student", "REPORT": "a=b  c=d"}
    words = make("ours", "grade", VERBOSE="1", REPORTS="r s", SUBMISSION="", **given)[-1]
    assert words[:4] == ["-I", "grader/launch.py", "grader", "grade"]
    assert words[4:] == [
        *("--reports=r s", "--only=e", "--isolation=i", "--observe=o", "--seed=1", "--verbose", "--audience=student"),
        *("--report=a=b", "--report=c=d", "--", "exercises"),
    ]
    assert make("ours", "grade", COURSE="c d")[-1][4:] == ["--reports=reports", "--course=c d", "--", "c d/exercises"]
    assert make("ours", "generate", COURSE="c d")[-1][3:] == ["generate", "--course=c d"]
    given = {"SCORE": "-s.json", "VERBOSE": "1", "AUDIENCE": "student", "REPORT": "a=b  c=d"}
    assert make("ours", "report", **given)[-1][2:] == [
        *("grader", "report", "--verbose", "--audience=student"),
        *("--report=a=b", "--report=c=d", "--", "-s.json"),
    ]
    assert make("ours", "report")[-1][2:] == ["grader", "report", "--", "reports/score.json"]
    assert make("ours", "doctor", COURSE="c d")[-1][2:] == ["grader", "doctor", "--course=c d"]
    assert make("ours", "bench")[-1][2:] == ["tests.bench"]
    assert make("ours", "handout", COURSE="c", OUT="o")[-1][3:] == ["handout", "--course=c", "--", "o"]
    assert make("ours", "gradescope")[-1][3:] == ["gradescope", "--"]
    assert make("ours", "classroom50", HIDDEN="1", OUT="-o")[-1][3:] == ["classroom50", "--hidden", "--", "-o"]
    assert make("ours", "prove", LOAD="1", TIMES="3")[-1][2:] == ["tests.prove", "--load", "--times=3"]
    assert make("students", "doctor")[-1] == ["-I", "grader/launch.py", "grader", "doctor"]
    assert make("ours", "prove", SEEDS="1", CLOCK="")[-1][2:] == ["tests.prove", "--seeds"]
    assert make("ours", "prove", GRADER="1", MOST="0")[-1][2:] == ["tests.prove.judge", "--most=0"]
    assert make("ours", "prove", CLOCK="1")[-1][2:] == ["tests.prove", "--clock"]
    assert make("students", "grade", EX="e", OUT="x")[-1][4:] == ["--reports=reports", "--only=e", "--", "exercises"]


def test_every_python_of_a_makefile_is_isolated(make: Callable[..., list[list[str]]]) -> None:
    """No target starts a Python that looks into the working folder or at PYTHON* variables."""
    made = {*targets_of("ours")} - {"help", "lock", "clean", "handout"}  # no Python of .venv, or not without OUT
    for target in sorted(made):
        calls = make("ours", target)
        assert calls
        assert {call[0] for call in calls} == {"-I"}, target
