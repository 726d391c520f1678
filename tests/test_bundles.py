"""The platforms' bundles, each run end to end: laid out, called and in an environment as on the platform."""

import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.modules import plant_modules
from tests.packing import plant
from tests.paths import ROOT, SOLUTIONS, environment, run
from tests.waiting import wait_for

SCHEMAS = Path(__file__).parent / "schemas"
# What Classroom 50's runner exports to an autograder: ``run_entrypoint`` in its ``runner.py``, and what its job sets.
RUNNER = {
    "CLASSROOM": "net",
    "ASSIGNMENT": "echo",
    "SUBMISSION_TAG": "submit/2026-01-31T23-59-59Z-abcdef0",
    "USERNAME": "alice",
    "OWNER": "alice",
    "ASSIGNMENT_TYPE": "individual",
    "COMMIT_URL": "https://git.example/alice/echo/commit/abcdef0",
    "RELEASE_URL": "https://git.example/alice/echo/releases/tag/submit",
    "REVIEW_URL": "https://git.example/alice/echo/compare/0...abcdef0",
}


def packed(command: str, folder: Path, *options: str) -> bytes:
    """Return the archive that a command writes."""
    done = run(command, folder / "archive", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return (folder / "archive").read_bytes()


def valid(form: str, report: Path) -> Any:  # noqa: ANN401 - a platform's JSON, of whatever shape
    """Return a report that is of its platform's shape."""
    content = json.loads(report.read_text())
    jsonschema.validate(content, json.loads((SCHEMAS / f"{form}.schema.json").read_text()))
    return content


@pytest.fixture(scope="module")
def autograder_zip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the archive for Gradescope."""
    return packed("gradescope", tmp_path_factory.mktemp("gradescope"))


@pytest.fixture
def autograder(autograder_zip: bytes, tmp_path: Path) -> Path:
    """Return the folder that stands for ``/autograder``: the zip in ``source``, and ``run_autograder`` beside it.

    ``setup.sh`` would make the environment from the lock file; it is the one that runs this test.
    """
    with zipfile.ZipFile(io.BytesIO(autograder_zip)) as archive:
        archive.extractall(tmp_path / "source")  # noqa: S202 - our own
    for name in ("submission", "results"):
        (tmp_path / name).mkdir()
    shutil.copy(tmp_path / "source" / "run_autograder", tmp_path)
    (tmp_path / "run_autograder").chmod(0o755)
    (tmp_path / "venv").symlink_to(sys.prefix)
    return tmp_path


def run_autograder(root: Path) -> Any:  # noqa: ANN401 - a platform's JSON, of whatever shape
    """Run it as the platform does, and return the results."""
    done = start_autograder(root)
    assert done.returncode == 0, done.stderr
    return valid("gradescope", root / "results" / "results.json")


def start_autograder(root: Path, folder: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Start it as the platform does, in whatever folder."""
    return subprocess.run(
        [root / "run_autograder"],
        cwd=folder or root,
        env=environment(AUTOGRADER_ROOT=str(root)) | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_gradescope_finds_its_two_scripts_at_the_root(autograder_zip: bytes) -> None:
    """The zip has setup.sh and run_autograder at its root, executable and without a mistake of syntax."""
    with zipfile.ZipFile(io.BytesIO(autograder_zip)) as archive:
        for name in ("setup.sh", "run_autograder"):
            assert archive.getinfo(name).external_attr >> 16 == 0o755
            subprocess.run(["bash", "-n"], input=archive.read(name), check=True)


@pytest.mark.parametrize("around", ["", "exercises/", "echo-main/exercises/"])
def test_gradescope_gets_the_marks_of_all_checks(autograder: Path, around: str) -> None:
    """Bare exercises, a repository and an unpacked zip of one get the marks of all checks; the world is named."""
    shutil.copytree(SOLUTIONS / "tcp_v1", autograder / "submission" / around / "tcp_v1")
    results = run_autograder(autograder)
    assert (results["score"], sum(test["max_score"] for test in results["tests"])) == (15, 100)
    assert {test["visibility"] for test in results["tests"]} == {"visible", "hidden"}
    assert results["extra_data"]["complete"]
    assert results["extra_data"]["isolation"]


@pytest.mark.parametrize("lost", ["venv", "source/exercises/course.toml", "source/grader"])
def test_gradescope_gets_results_whatever_breaks(autograder: Path, lost: str) -> None:
    """Where the autograder itself is broken, the results say so, and an old mark does not stay."""
    (autograder / "results" / "results.json").write_text('{"score": 100}')
    (autograder / lost).rename(autograder / "lost")
    results = run_autograder(autograder)
    assert (results["score"], results["extra_data"]["complete"]) == (0, False)
    assert "not your fault" in results["output"]


@pytest.mark.parametrize("name", ["server.py", "a/b/c/exercises/tcp_v1/server.py"])
def test_gradescope_blames_nobody_for_files_in_the_wrong_place(autograder: Path, name: str) -> None:
    """Where the course's folders are not found, the student is told to look at what was handed in."""
    program = autograder / "submission" / name
    program.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(SOLUTIONS / "tcp_v1" / "server.py", program)
    results = run_autograder(autograder)
    assert (results["score"], results["extra_data"]["complete"]) == (0, False)
    assert "First look at what you handed in" in results["output"]


def test_gradescope_takes_no_exercises_behind_a_link(autograder: Path) -> None:
    """A link in the submission leads to no folder that is graded."""
    (autograder / "elsewhere").mkdir()
    shutil.copytree(SOLUTIONS, autograder / "elsewhere" / "exercises")
    (autograder / "submission" / "echo-main").symlink_to(autograder / "elsewhere")
    assert not run_autograder(autograder)["extra_data"]["complete"]


def test_gradescope_grades_no_folder_beside_the_programs(autograder: Path) -> None:
    """A repository in a folder beside bare exercises is not graded in their place."""
    shutil.copytree(SOLUTIONS / "tcp_v1", autograder / "submission" / "tcp_v1")
    (autograder / "submission" / "old" / "exercises" / "tcp_v1").mkdir(parents=True)
    assert run_autograder(autograder)["score"] == 15


@pytest.mark.parametrize("what", ["folder", "link", "nothing"])
def test_gradescope_gets_results_whatever_lies_in_their_place(autograder: Path, what: str) -> None:
    """A folder or a link in the place of the results gives way to them; nothing behind a link is written."""
    shutil.copytree(SOLUTIONS / "tcp_v1", autograder / "submission" / "tcp_v1")
    results = autograder / "results" / "results.json"
    if what == "folder":
        (results / "deep").mkdir(parents=True)
    elif what == "link":
        results.symlink_to(autograder / "elsewhere")
    else:
        results.parent.rmdir()
    assert run_autograder(autograder)["score"] == 15
    assert not (autograder / "elsewhere").exists()


def test_gradescope_is_told_in_one_line_where_there_can_be_no_results(autograder: Path) -> None:
    """Where no results can be written, the autograder fails, and one line names the file."""
    (autograder / "results").rmdir()
    (autograder / "results").write_text("")
    done = start_autograder(autograder)
    assert done.returncode == 2
    assert (
        done.stderr.splitlines()[-1]
        == f"error: {autograder}/results/results.json cannot be written: there are no results"
    )


def test_gradescopes_metadata_are_not_there_while_programs_run(autograder: Path) -> None:
    """Who handed in, and with what results before, is in no file meanwhile; afterwards it is there as it was."""
    metadata = autograder / "submission_metadata.json"
    metadata.write_bytes(b'{"users": [{"name": "\xc3\x84nne"}], "previous_submissions": [{"score": 3}]}\n\n')
    before = metadata.read_bytes()
    (autograder / "submission" / "tcp_v1").mkdir()
    (autograder / "submission" / "tcp_v1" / "server.py").write_text("print('hello')\n")
    grading = subprocess.Popen([autograder / "run_autograder"], env=environment(AUTOGRADER_ROOT=str(autograder)))
    wait_for(lambda: not metadata.exists(), unless=lambda: grading.poll() is not None)
    assert grading.wait() == 0
    assert metadata.read_bytes() == before


def test_gradescope_runs_no_file_of_a_students(autograder: Path) -> None:
    """Of what was handed in nothing is taken for a module, wherever the platform starts us, and marks stay."""
    plant_modules(autograder / "submission", autograder / "attacked")
    shutil.copytree(SOLUTIONS / "tcp_v1", autograder / "submission" / "exercises" / "tcp_v1")
    submission = str(autograder / "submission")
    done = start_autograder(autograder, Path(submission), PYTHONPATH=submission, HOME=submission)
    assert not (autograder / "attacked").exists(), (autograder / "attacked").read_text()
    assert valid("gradescope", autograder / "results" / "results.json")["score"] == 15, done.stderr


def test_gradescope_sets_up_with_no_file_of_a_students(autograder: Path) -> None:
    """setup.sh makes its environment isolated: nothing in the folder that it is started in is run."""
    (autograder / "venv").unlink()
    (autograder / "source" / "requirements.txt").write_text("# nothing\n")
    plant_modules(autograder / "submission", autograder / "attacked")
    more = {"AUTOGRADER_ROOT": str(autograder), "PYTHONPATH": str(autograder / "submission")}
    subprocess.run(
        ["bash", autograder / "source" / "setup.sh"], cwd=autograder / "submission", env=environment(**more), check=True
    )
    assert (autograder / "venv" / "ready-to-grade").exists()
    assert not (autograder / "attacked").exists(), (autograder / "attacked").read_text()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundle as the runner unpacks it: a folder with the assignment's name."""
    folder = tmp_path_factory.mktemp("classroom50")
    with tarfile.open(fileobj=io.BytesIO(packed("classroom50", folder))) as archive:
        for member in archive:
            content = archive.extractfile(member)
            assert content is not None, member
            plant(folder / "echo", {member.name: content.read()})
    (folder / "echo" / "venv").symlink_to(sys.prefix)
    return folder / "echo"


def run_entrypoint(bundle: Path, checkout: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Start the autograder as the runner does: its Python, the student's checkout, its variables."""
    return subprocess.run(
        [sys.executable, bundle / "autograder.py"],
        cwd=checkout,
        env=environment(**RUNNER, CLASSROOM50_BUNDLE_DIR=str(bundle)) | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_classroom50_gets_its_result(bundle: Path, tmp_path: Path) -> None:
    """A graded checkout ends with status 0, a valid result.json in place of what lay there, and a release's text."""
    if not (bundle / "venv" / "ready-to-grade").exists():
        pytest.skip("this environment was not made by make")
    shutil.copytree(SOLUTIONS / "tcp_v1", tmp_path / "exercises" / "tcp_v1")
    (tmp_path / "result.json").write_text("forged")
    done = run_entrypoint(bundle, tmp_path)
    assert done.returncode == 0, done.stderr
    result = valid("classroom50", tmp_path / "result.json")
    assert (result["owner"], result["score"], result["max-score"]) == ("alice", 10, 59)
    assert "41 more points are decided by hidden checks" in (tmp_path / "release-body.md").read_text()


def test_classroom50_throws_away_what_is_no_result(bundle: Path, tmp_path: Path) -> None:
    """Where there is no complete grading, the status is not 0, and neither a result nor a forged one lies there."""
    (tmp_path / "result.json").write_text("forged")
    done = run_entrypoint(bundle, tmp_path, COMMIT_URL="")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("autograder: ")
    assert not (tmp_path / "result.json").exists()


def test_classroom50_runs_no_file_of_a_students(bundle: Path, tmp_path: Path) -> None:
    """Nothing in the checkout is taken for a module, of Python's, of pip's or of what grading needs, and marks stay."""
    checkout = tmp_path / "checkout"
    shutil.copytree(SOLUTIONS / "tcp_v1", checkout / "exercises" / "tcp_v1")
    plant_modules(checkout, tmp_path / "attacked")
    done = run_entrypoint(bundle, checkout)
    assert not (tmp_path / "attacked").exists(), (tmp_path / "attacked").read_text()
    assert valid("classroom50", checkout / "result.json")["score"] == 10, done.stderr


def test_classroom50_sets_up_with_no_file_of_a_students(bundle: Path, tmp_path: Path) -> None:
    """While the environment is made, no venv.py, pip.py or other file of the checkout is run.

    This one lacks what grading needs: there is no result, and nobody is told that there is.
    """
    fresh, checkout = tmp_path / "fresh", tmp_path / "checkout"
    shutil.copytree(bundle, fresh, ignore=shutil.ignore_patterns("venv"))
    (fresh / "requirements.txt").write_text("# nothing\n")
    shutil.copytree(SOLUTIONS / "tcp_v1", checkout / "exercises" / "tcp_v1")
    plant_modules(checkout, tmp_path / "attacked")
    (checkout / "pip.conf").write_text("[global]\nindex-url = http://127.0.0.1:1/\n")
    done = run_entrypoint(fresh, checkout, HOME=str(checkout), XDG_CONFIG_HOME=str(checkout))
    assert (fresh / "venv" / "ready-to-grade").exists(), done.stderr
    assert not (tmp_path / "attacked").exists(), (tmp_path / "attacked").read_text()
    assert done.returncode == 2
    assert not (checkout / "result.json").exists()


@pytest.mark.parametrize("name", ["result.json", "release-body.md"])
def test_classroom50_gets_its_result_whatever_lies_in_its_place(bundle: Path, tmp_path: Path, name: str) -> None:
    """A student's folder or link in the place of a result gives way to it; nothing behind a link is written."""
    shutil.copytree(SOLUTIONS / "tcp_v1", tmp_path / "exercises" / "tcp_v1")
    (tmp_path / "result.json" / "deep").mkdir(parents=True)
    (tmp_path / "release-body.md").symlink_to(tmp_path / "elsewhere")
    done = run_entrypoint(bundle, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).is_file()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("missing", ["CLASSROOM", "ASSIGNMENT", "ASSIGNMENT_TYPE", "SUBMISSION_TAG", "RELEASE_URL"])
def test_classroom50_is_told_what_its_runner_did_not_export(bundle: Path, tmp_path: Path, missing: str) -> None:
    """Where a variable of the runner's is missing, there is no result: status 2, and a line names the variable."""
    shutil.copytree(SOLUTIONS / "tcp_v1", tmp_path / "exercises" / "tcp_v1")
    done = run_entrypoint(bundle, tmp_path, **{missing: ""})
    assert done.returncode == 2
    assert f"lacks {missing}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "result.json").exists()


def test_a_public_bundle_has_no_hidden_check(bundle: Path) -> None:
    """Classroom 50 fetches a bundle from a public page, so it has the sample checks alone."""
    assert [path.name for path in (bundle / "grader" / "lesson" / "checks" / "hidden").glob("*.py")] == ["__init__.py"]


def test_a_public_bundle_has_hidden_checks_only_where_that_is_said(tmp_path: Path) -> None:
    """With --hidden they are in it, and the command says what that means."""
    with tarfile.open(fileobj=io.BytesIO(packed("classroom50", tmp_path, "--hidden"))) as archive:
        assert "grader/lesson/checks/hidden/check_udp_server.py" in archive.getnames()
        assert "exercises/handout.json" not in archive.getnames()
    assert "students can then read" in run("classroom50", tmp_path / "again", "--hidden").stdout


def members(archive: bytes) -> list[str]:
    """Return the names in a zip or a tar."""
    if archive.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
            return zipped.namelist()
    with tarfile.open(fileobj=io.BytesIO(archive)) as tarred:
        return tarred.getnames()


@pytest.mark.parametrize("command", ["gradescope", "classroom50"])
def test_bundles_have_no_solution_and_no_tools(command: str, tmp_path: Path) -> None:
    """A bundle holds what grades: no solution, test, stub or instructor's command."""
    names = members(packed(command, tmp_path))
    allowed = {"grader", "exercises", "requirements.txt", "setup.sh", "run_autograder", "autograder.py"}
    assert {"grader", "exercises"} < {name.partition("/")[0] for name in names} <= allowed
    assert [name for name in names if name.startswith("exercises/") and not name.endswith((".toml", ".json"))] == []
    assert not [name for name in names if "instructor" in name or "grader/handout" in name or "__pycache__" in name]


@pytest.mark.parametrize("command", ["gradescope", "classroom50"])
def test_the_same_course_gives_the_same_archive(command: str, tmp_path: Path) -> None:
    """Two bundles of one course are equal, byte for byte."""
    assert packed(command, tmp_path) == packed(command, tmp_path)


def test_the_environments_file_goes_along(autograder: Path) -> None:
    """What setup.sh installs is what the repository's lock file says."""
    assert (autograder / "source" / "requirements.txt").read_bytes() == (ROOT / "requirements.txt").read_bytes()
