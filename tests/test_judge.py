"""The tool that mutates the grader: which mutants it makes, which tests it runs for each, and that nothing stays."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT, environment
from tests.prove.judge.box import PLACE
from tests.prove.judge.concern import ROOMS, Traced, judged_modules
from tests.prove.judge.mutants import GraderMutant, sample_of
from tests.prove.judge.run import concerned
from tests.prove.judge.slower import slower
from tests.prove.judge.uses import uses_of_names
from tests.prove.judge.verdict import Fate, Spared, sorted_out, spared
from tests.prove.mutate import normalised

AS_ROOT = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or ROOT.is_relative_to(PLACE),
    reason=f"only root can make a box, only on Linux, and for a checkout that is not in {PLACE}",
)
WATCH = ROOT / "grader" / "engine" / "watch.py"
SOURCE = '''"""A module."""

import os

LIMIT, WORD = 0.25, "word"
UNUSED = 3


class Thing:
    """A class."""

    most: int = 1

    def f(self, x: int) -> int:
        """Do it."""
        message = f"a sentence {x}"
        if x < LIMIT and not self.most:
            raise ValueError(message)
        return x + 1

    def g(self) -> None:
        """Do something else."""

        def inner() -> None:
            os.getpid()

        inner()
'''


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a module to be mutated."""
    monkeypatch.setattr("tests.prove.judge.mutants.ROOT", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x < LIMIT and", "x <= LIMIT and"),
        ("x < LIMIT and", "x > LIMIT and"),
        ("x < LIMIT and not self.most", "x < LIMIT or not self.most"),
        ("if x < LIMIT and not self.most", "if x < LIMIT"),
        ("if x < LIMIT and not self.most", "if not self.most"),
        ("and not self.most", "and self.most"),
        ("if x < LIMIT and not self.most", "if not (x < LIMIT and not self.most)"),
        ("return x + 1", "return x - 1"),
        ("return x + 1", "return x + 2"),
        ("return x + 1", "return x"),
        ("return x + 1", "return"),
        ("0.25", "2.5"),
        ("0.25", "0.025"),
        ('"word"', '""'),
        ("        inner()\n", "        pass\n"),
        ("raise ValueError(message)", "pass"),
    ],
)
def test_a_mistake_is_made(module: Path, old: str, new: str) -> None:
    """Every operator makes the mistake that it is named after."""
    assert SOURCE.count(old) == 1
    forms = {normalised(mutant.source) for mutant in sample_of(module, None).mutants}
    assert normalised(SOURCE.replace(old, new)) in forms


def test_what_is_only_said_is_no_mistake(module: Path) -> None:
    """Sentences, docstrings, annotations, imports and definitions stay as they are."""
    for mutant in sample_of(module, None).mutants:
        for kept in ('"""A module."""', "import os", "a sentence", "def f(self, x: int) -> int:", "def inner()"):
            assert kept in mutant.source or (kept == "a sentence" and "message =" not in mutant.source)


def test_of_each_function_there_is_a_sample(module: Path) -> None:
    """At most so many, of different kinds first, and always the same; more of them are a larger sample."""
    few, more, everything = (sample_of(module, most) for most in (1, 3, None))
    names = [{mutant.name for mutant in sample.mutants} for sample in (few, more, everything)]
    assert set() < names[0] < names[1] < names[2]
    assert names[1] == {mutant.name for mutant in sample_of(module, 3).mutants}
    for most, sample in ((1, few), (3, more)):
        functions = [mutant.function for mutant in sample.mutants]
        assert set(functions) == {"", "Thing", "Thing.f", "Thing.g"}
        assert max(map(functions.count, functions)) == most
    assert {sample.possible for sample in (few, more, everything)} == {few.possible}
    assert len(everything.mutants) <= few.possible
    operators = [mutant.mutation.split(" ")[0] for mutant in more.mutants if mutant.function == "Thing.f"]
    assert len(set(operators)) == 3


def test_mutants_are_programs_that_differ(module: Path) -> None:
    """No mutant is the module itself or another one in other words; none shares its name."""
    found = sample_of(module, None).mutants
    forms = {normalised(mutant.source) for mutant in found}
    assert None not in forms
    assert len(forms | {normalised(SOURCE)}) == len(found) + 1 == len({mutant.name for mutant in found}) + 1


def test_every_room_that_is_judged_is_there() -> None:
    """Each of them has modules."""
    found = [path.relative_to(ROOT / "grader").parts[0] for path in judged_modules()]
    assert set(found) == set(ROOMS)
    assert WATCH in judged_modules()


def of(sample: list[GraderMutant], at: str) -> GraderMutant:
    """Return one mutant of a line."""
    return next(mutant for mutant in sample if mutant.at == at)


def test_the_tests_that_concern_a_mutant_execute_its_lines(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a statement in a function: its own lines, else the function's; outside: the functions that use its name."""

    def executes(name: str, seconds: float, *lines: int) -> Traced:
        return Traced(name, seconds, {"module.py": frozenset(lines)})

    monkeypatch.setattr("tests.prove.judge.uses.ROOT", module.parent)
    uses = uses_of_names([module])
    loading = executes("loads", 0.1, 5, 6)
    condition = executes("condition", 0.2, 16, 17)
    result = executes("result", 0.3, 16, 17, 19)
    other = executes("other", 0.4, 24, 27)
    tests = [loading, condition, result, other]
    mutants = sample_of(module, None).mutants

    def concern(at: str) -> list[str]:
        return [test.name for test in concerned(of(mutants, at), tests, uses)]

    assert concern("return x + 1") == ["result"]
    assert concern("if x < LIMIT and not self.most:") == ["condition", "result"]
    assert concern("raise ValueError(message)") == ["condition", "result"]  # no test comes to it
    assert concern('LIMIT, WORD = 0.25, "word"') == ["condition", "result"]
    assert concern("UNUSED = 3") == ["loads"]
    assert concern("inner()") == ["other"]
    assert concern("most: int = 1") == ["condition", "result"]
    assert concerned(of(mutants, "return x + 1"), [executes("of others", 0.1, 1)], uses) == []


def test_no_more_tests_are_run_than_can_be_afforded(module: Path) -> None:
    """The fastest first; one is run however long it takes."""
    mutant = of(sample_of(module, None).mutants, "return x + 1")
    tests = [Traced(str(seconds), seconds, {"module.py": mutant.lines}) for seconds in (0.5, 1.0, 1.5, 50.0)]
    assert [test.name for test in concerned(mutant, tests, {})] == ["0.5", "1.0", "1.5"]
    assert [test.name for test in concerned(mutant, tests[3:], {})] == ["50.0"]


def test_mutants_are_sorted_out_by_what_became_of_them(module: Path) -> None:
    """Killed, equivalent, survivors with a reason and without; a reason that fits no survivor is told."""
    mutants = sample_of(module, None).mutants
    killed, slow, equal, reasoned, alone = (
        of(mutants, at)
        for at in (
            "return x + 1",
            "raise ValueError(message)",
            "UNUSED = 3",
            "inner()",
            "if x < LIMIT and not self.most:",
        )
    )
    fates = [Fate(killed, "a test", tests=2), Fate(slow, "a test", too_slow=True), *map(Fate, (equal, reasoned))]
    fates.append(Fate(alone, tests=3))
    reasons = [
        Spared("nobody uses it", "module.py", ("UNUSED = 3",), equivalent=True),
        Spared("it says nothing", "module.py", ("inner()",), (reasoned.mutation,)),
        Spared("gone", "module.py", ("return x + 1",)),
        Spared("of a module that was not judged", "other.py", ("return x + 1",)),
    ]
    found = sorted_out(fates, 100, reasons, {})
    assert found.killed == {killed.name: "a test", slow.name: "a test"}
    assert found.too_slow == [slow.name]
    assert found.equivalent == {equal.name: "nobody uses it"}
    assert found.survivors == {reasoned.name: "it says nothing", alone.name: ""}
    assert found.unreached == [reasoned.name]
    assert found.stale == ["module.py: gone"]
    assert found.killed_share == 0.5


def test_every_spared_mutant_has_a_reason() -> None:
    """It is a sentence, and the lines stand in the module."""
    for one in spared():
        assert one.reason.endswith(".")
        lines = {line.strip() for line in (ROOT / one.module).read_text(encoding="utf-8").splitlines()}
        assert {line for line in one.lines if line not in lines} == set(), one.module


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that is not in /tmp, which is another one in a box."""
    (ROOT / ".prove").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".prove") as folder:
        yield Path(folder)


IN_A_BOX = """
import os, sys
sys.path.insert(0, sys.argv[1])
from tests.prove.judge.box import run_in_a_box
def work():
    assert sorted(name for name in os.listdir("/proc") if name.isdigit()) == ["1", str(os.getpid())]
    assert os.listdir("/tmp") == []
    open(sys.argv[2], "w").write("changed")
    os.remove(sys.argv[3])
    os.mkdir("/tmp/a folder in a box")
    os.write(writer, b"done")
    os.kill(-1, 9)
reader, writer = os.pipe()
box = run_in_a_box(work)
os.close(writer)
print(os.read(reader, 9).decode(), os.read(reader, 9), os.waitpid(box, 0)[0] == box)
"""


@AS_ROOT
def test_nothing_that_is_done_in_a_box_is_done_outside(folder: Path) -> None:
    """Files that are written and removed there are as before, and a kill of everybody ends what is in it alone."""
    written, removed = folder / "written", folder / "removed"
    written.write_text("as before")
    removed.touch()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        command = [sys.executable, "-I", "-c", IN_A_BOX, str(ROOT), str(written), str(removed)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert stranger.poll() is None
        stranger.kill()
    assert (answer.stdout, answer.stderr) == ("done b'' True\n", "")
    assert written.read_text() == "as before"
    assert removed.exists()
    assert not Path("/tmp/a folder in a box").exists()  # noqa: S108 - it was made in a box


@AS_ROOT
def test_a_mutant_is_killed_by_a_test_that_executes_it() -> None:
    """A server tells which lines each test executes, and which test fails where a line is changed."""
    test = "tests/test_watch.py::test_naps_are_rest"
    slow = "tests/test_watch.py::test_sleep_ends_a_wait"
    source = WATCH.read_text(encoding="utf-8")
    job = {"tests": [test], "most": 30.0, "seconds": 60.0, "limits": {}, "files": {}, "lengths": {}}
    mutant = {str(WATCH): source.replace("_REST_SHARE = 0.25", "_REST_SHARE = 2.5")}
    jobs = [
        job | {"lengths": {str(WATCH): 1000}},
        job | {"limits": {test: 30.0}, "files": mutant},
        job | {"limits": {test: 30.0}},
        job | {"limits": {slow: 0.0001, test: 30.0}, "tests": [test, slow], "seconds": 5.0},
        job | {"limits": {test: 30.0}, "files": {str(WATCH): "no Python"}},
    ]
    answer = subprocess.run(
        [sys.executable, "-I", str(ROOT / "tests" / "prove" / "judge" / "server.py")],
        input="".join(json.dumps(one) + "\n" for one in jobs),
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    traced, killed, spares, in_turn, broken = map(json.loads, answer.stdout.splitlines())
    assert [one["error"] for one in (traced, killed, spares, in_turn, broken)] == [""] * 5
    rests = 1 + next(
        at for at, line in enumerate(source.splitlines()) if line.strip().startswith("return self.seen.for")
    )
    assert rests in traced["told"][0]["lines"]
    assert [(one["test"], one["outcome"]) for one in killed["told"]] == [(test, "failed")]
    assert ([one["outcome"] for one in spares["told"]], spares["status"]) == (["passed"], 0)
    assert [one["test"] for one in in_turn["told"]][:1] == [slow]
    assert broken["status"] not in {0, -1}
    assert WATCH.read_text(encoding="utf-8") == source


def test_the_tests_that_are_run_last_are_there() -> None:
    """Each belongs to a module that is judged; a name that no test has would find every mutant."""
    assert {ROOT / module for module in slower()} <= set(judged_modules())
    for name in {name for one in slower().values() for name in one.tests}:
        path, _, function = name.partition("::")
        assert f"def {function or 'test_'}" in (ROOT / path).read_text(encoding="utf-8"), name
