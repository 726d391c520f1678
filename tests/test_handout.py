"""The students' repository: complete, without a trace of what is not theirs, and brought up to date with care."""

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec
import pytest

from grader.failures import BadCall
from grader.handout import contents
from grader.handout.clone import put_into
from grader.handout.students import Repository, students_repository
from grader.kit import Client, Server
from grader.kit.check import Check
from grader.kit.collection import load
from grader.lesson.misconceptions import FOR_CLIENTS, FOR_SERVERS
from grader.model import Score, Visibility
from tests.modules import plant_modules
from tests.paths import ROOT, SOLUTIONS, environment, run

_SECRET = (ROOT / "solutions", ROOT / "grader" / "lesson" / "checks" / "hidden")
_FEWEST_WORDS = 4  # a line of fewer words could stand anywhere
_SAMPLE_POINTS, _HIDDEN_POINTS = 59, 41


@pytest.fixture(scope="module")
def repository() -> Repository:
    """Return the students' repository, as the commands write it."""
    return students_repository(ROOT)


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which ``make handout``'s command has written."""
    folder = tmp_path_factory.mktemp("handout") / "students"
    done = run("handout", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@cache
def checks(visibility: Visibility) -> tuple[Check, ...]:
    """Return the checks that students get, or those that they do not."""
    return tuple(check for check in load("grader.lesson") if check.visibility is visibility)


def everything(folder: Path) -> dict[str, str]:
    """Return every file in a folder, hidden ones too, as path -> text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def lines(text: str) -> set[str]:
    """Return the lines of a text that say something, each without its blanks."""
    stripped = {" ".join(line.split()) for line in text.splitlines()}
    return {line for line in stripped if len(re.findall(r"\w+", line)) >= _FEWEST_WORDS}


def secret_lines(shown: str) -> set[str]:
    """Return every line of solutions and hidden checks that is not also a line of what students may read anyway."""
    secret = {line for place in _SECRET for path in place.rglob("*.py") for line in lines(path.read_text())}
    return secret - lines(shown)


@cache
def tasks() -> str:
    """Return the exercises' tasks, without the tables of checks, on one line."""
    texts = [path.read_text() for path in sorted((ROOT / "exercises").glob("*/README.md"))]
    return " ".join(" ".join(text.partition("<!-- checks: begin -->")[0].split()) for text in texts)


def test_no_line_of_a_solution_or_a_hidden_check_is_handed_out(handed_out: Path) -> None:
    """No file has a line of solutions/ or of a hidden check, but for what stubs and sample checks say themselves."""
    allowed = [*(ROOT / "exercises").glob("*/*.py"), *(ROOT / "grader" / "lesson" / "checks" / "sample").glob("*.py")]
    allowed += [ROOT / "grader" / "lesson" / "checks" / "hidden" / "__init__.py"]
    secret = secret_lines("\n".join(path.read_text() for path in allowed))
    assert len(secret) > 250
    assert {path: found for path, text in everything(handed_out).items() if (found := lines(text) & secret)} == {}


def test_no_hidden_check_is_named_or_described(handed_out: Path) -> None:
    """No file has a hidden check's name, sentence or hint, but for words of the kit's and what the task itself says."""
    samples = {check.function.__name__ for check in checks(Visibility.SAMPLE)}
    names = {check.function.__name__ for check in checks(Visibility.HIDDEN)} - samples - {*dir(Server), *dir(Client)}
    told = {check.title for check in checks(Visibility.SAMPLE)} | {check.hint for check in checks(Visibility.SAMPLE)}
    sentences = {text for check in checks(Visibility.HIDDEN) for text in (check.title, check.hint)} - told
    sentences -= {each.hint for table in (FOR_CLIENTS, FOR_SERVERS) for each in table}  # these students may have
    sentences = {sentence for sentence in sentences if sentence not in tasks()}
    assert len(sentences) > 50
    assert len(names) > 20
    for path, text in everything(handed_out).items():
        assert not names & set(re.findall(r"\w+", text)), path
        flat = " ".join(text.split())
        assert not [sentence for sentence in sentences if sentence in flat], path


def test_nothing_but_what_is_meant_for_students_is_there(handed_out: Path) -> None:
    """No solution, test, hidden check, instructor's tool, cache or history is there, not even by its name."""
    paths = everything(handed_out).keys()
    top = {path.partition("/")[0] for path in paths}
    assert top == {
        *(".devcontainer", ".github", ".gitignore", ".gitlab-ci.yml", "LICENSE", "Makefile", "README.md"),
        *("exercises", "grader", "requirements.txt"),
    }
    hidden = "grader/lesson/checks/hidden/"
    assert [path for path in paths if path.startswith(hidden)] == [f"{hidden}__init__.py"]
    assert not [path for path in paths if re.search(r"solution|test_|__pycache__|instructor|handout/|tables", path)]
    assert not [name for path in handed_out.rglob("*") if (name := path.name) in {".git", "__pycache__"}]


def test_what_lies_about_stays_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of hidden checks in another folder, an editor's copy or a cache is not handed out."""
    shutil.copytree(ROOT / "grader", tmp_path / "grader")
    for stray in (
        "lesson/checks/hidden_old/x.py",
        "lesson/checks/sample/x.py~",
        "kit/__pycache__/trial.cpython-311.pyc",
    ):
        (tmp_path / "grader" / stray).parent.mkdir(exist_ok=True)
        (tmp_path / "grader" / stray).write_text("secret")
    expected = contents.grading(ROOT, hidden=False).keys()
    for name in ("exercises", "requirements.txt"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setattr(contents, "ROOT", tmp_path)
    assert contents.grading(tmp_path, hidden=False).keys() == expected


def test_the_place_of_hidden_checks_says_nothing_of_them() -> None:
    """What stands for them in a handout is one sentence."""
    assert len((ROOT / "grader" / "lesson" / "checks" / "hidden" / "__init__.py").read_text().splitlines()) == 1


def test_sample_checks_stand_on_their_own() -> None:
    """No sample check imports a hidden one; hidden checks may import sample checks."""
    for path in (ROOT / "grader" / "lesson" / "checks" / "sample").glob("*.py"):
        assert "hidden" not in path.read_text(), path


def test_the_tables_say_how_many_hidden_checks_there_are_and_what_they_are_worth(handed_out: Path) -> None:
    """A README has one row for all hidden checks of a program, and the total is the whole course's."""
    text = (handed_out / "exercises" / "tcp_v1" / "README.md").read_text()
    assert "| `server.py` | 3 hidden checks | 3 | |" in text
    assert "| | together | 15 | |" in text


def test_the_same_course_gives_the_same_bytes(repository: Repository) -> None:
    """Two handouts of one course are equal, and their hash is that of what they hold."""
    assert students_repository(ROOT) == repository
    assert repository.handout.hash.startswith("sha256:")


def test_students_grade_with_the_two_commands_of_their_readme(handed_out: Path, tmp_path: Path) -> None:
    """In the handout ``make grade`` gives stubs nothing, solutions all sample points, and says what it leaves open."""
    clone = tmp_path / "clone"
    shutil.copytree(handed_out, clone)
    # The environment that runs this was made from the same lock file, so make need not make one.
    if not (Path(sys.prefix) / "ready-to-grade").exists():
        pytest.skip("this environment was not made by make")
    (clone / ".venv").symlink_to(sys.prefix)
    stubs = graded(clone, "EX=tcp_v1/client")
    assert (stubs.score, stubs.max_score, stubs.hidden_points) == (0, 5, 2)
    shutil.copytree(SOLUTIONS, clone / "exercises", dirs_exist_ok=True)
    solved = graded(clone)
    assert (solved.score, solved.max_score, solved.hidden_points) == (_SAMPLE_POINTS, _SAMPLE_POINTS, _HIDDEN_POINTS)
    handout = json.loads((clone / "exercises" / "handout.json").read_text())
    assert solved.handout == f"{handout['version']} {handout['hash']}"


def graded(clone: Path, *words: str, **more: str) -> Score:
    """Grade with make, as students do; it must say which points are decided elsewhere."""
    done = subprocess.run(
        ["make", "grade", *words],
        cwd=clone,
        env=environment(MAKEFLAGS="", **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "more points are decided by hidden checks" in " ".join(done.stdout.split()), done
    score = msgspec.json.decode((clone / "reports" / "score.json").read_bytes(), type=Score)
    assert (done.returncode == 0) == (score.score == score.max_score)
    return score


def test_files_of_students_are_not_taken_for_modules(handed_out: Path, tmp_path: Path) -> None:
    """No file of a student's that is called like a module, beside the Makefile or on PYTHONPATH, gets in the way."""
    clone = tmp_path / "clone"
    shutil.copytree(handed_out, clone)
    shutil.copytree(SOLUTIONS, clone / "exercises", dirs_exist_ok=True)
    (clone / ".venv").symlink_to(sys.prefix)
    plant_modules(clone, tmp_path / "attacked")
    assert graded(clone, "EX=tcp_v1", PYTHONPATH=str(clone), PYTHONSTARTUP=str(clone / "venv.py")).score == 10
    assert not (tmp_path / "attacked").exists()


def test_students_are_told_what_their_machine_allows(handed_out: Path) -> None:
    """The doctor is part of the handout, and finds all that it needs there."""
    done = subprocess.run(
        [sys.executable, "-I", handed_out / "grader" / "launch.py", "grader", "doctor"],
        cwd=handed_out,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Programs will run in worlds of kind " in done.stdout


def test_students_have_no_commands_of_instructors(handed_out: Path) -> None:
    """Their ``python -m grader`` grades, and knows no handout, bundle or signature."""
    done = subprocess.run(
        [sys.executable, "-I", handed_out / "grader" / "launch.py", "grader", "--help"],
        cwd=handed_out,
        capture_output=True,
        text=True,
        check=True,
    )
    commands = done.stdout.partition("Commands:")[2].split()
    assert "grade" in commands
    assert not {"handout", "gradescope", "classroom50", "generate", "verify"} & set(commands)


def test_a_second_time_nothing_changes(repository: Repository, tmp_path: Path) -> None:
    """Writing the same handout again changes nothing, and says so."""
    assert len(put_into(tmp_path, repository)) == len(repository.files) + len(repository.stubs)
    assert put_into(tmp_path, repository) == []


def test_what_students_wrote_is_never_touched(repository: Repository, tmp_path: Path) -> None:
    """Their programs, files beside them and files elsewhere stay; what is the instructor's is put right and listed."""
    put_into(tmp_path, repository)
    theirs = {"exercises/tcp_v1/server.py": "mine", "exercises/tcp_v1/words.py": "mine too", "notes.txt": "also"}
    for path, text in theirs.items():
        (tmp_path / path).write_text(text)
    (tmp_path / "Makefile").write_text("all:\n")
    (tmp_path / "exercises" / "tcp_v1" / "README.md").unlink()
    assert put_into(tmp_path, repository) == ["changed  Makefile", "added    exercises/tcp_v1/README.md"]
    assert {path: (tmp_path / path).read_text() for path in theirs} == theirs


def test_what_is_no_longer_handed_out_is_removed(repository: Repository, tmp_path: Path) -> None:
    """A file that an earlier handout brought and this one does not is removed, with its empty folders, and listed."""
    more = {
        **repository.files,
        "grader/old/room.py": b"",
        "exercises/handout.json": manifest(repository, "grader/old/room.py"),
    }
    put_into(tmp_path, msgspec.structs.replace(repository, files=more))
    assert put_into(tmp_path, repository) == ["removed  grader/old/room.py", "changed  exercises/handout.json"]
    assert not (tmp_path / "grader" / "old").exists()


@pytest.mark.parametrize(
    "path", ["../outside", "exercises/tcp_v1/server.py", "exercises/tcp_v1/words.py", ".git/config"]
)
def test_the_list_in_a_students_clone_is_not_believed(repository: Repository, tmp_path: Path, path: str) -> None:
    """Whatever an altered list of files names, nothing outside and nothing of a student's is removed."""
    clone = tmp_path / "clone"
    put_into(clone, repository)
    (clone / "exercises" / "handout.json").write_bytes(manifest(repository, path))
    (clone / path).parent.mkdir(exist_ok=True)
    (clone / path).write_text("precious")
    put_into(clone, repository)
    assert (clone / path).read_text() == "precious"


def manifest(repository: Repository, *more: str) -> bytes:
    """Return the list of a handout that had more files."""
    files = (*repository.handout.files, *more)
    return msgspec.json.encode(msgspec.structs.replace(repository.handout, files=files))


def test_a_link_in_a_clone_leads_nowhere(repository: Repository, tmp_path: Path) -> None:
    """Where a folder of the clone is a symbolic link, nothing is written or removed behind it."""
    clone, outside = tmp_path / "clone", tmp_path / "outside"
    put_into(clone, repository)
    outside.mkdir()
    shutil.rmtree(clone / "grader")
    (clone / "grader").symlink_to(outside)
    with pytest.raises(BadCall, match="a symbolic link"):
        put_into(clone, repository)
    assert list(outside.iterdir()) == []


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    """A folder that is not empty and no handout is left alone: one line, exit status 2."""
    (tmp_path / "thesis.tex").write_text("precious")
    done = run("handout", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_make_wants_to_know_where() -> None:
    """`make handout` without a folder writes nothing and says what to type."""
    done = subprocess.run(
        ["make", "handout"], cwd=ROOT, env=environment(MAKEFLAGS=""), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "make handout OUT=folder" in done.stderr


def test_a_fresh_clone_of_an_empty_repository_is_empty(repository: Repository, tmp_path: Path) -> None:
    """A folder with nothing in it but git's own is a place for a handout, and git's own is left alone."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("[core]")
    put_into(tmp_path, repository)
    assert [path.name for path in (tmp_path / ".git").iterdir()] == ["config"]
