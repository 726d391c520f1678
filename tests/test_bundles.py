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

from tests.paths import ROOT, SOLUTIONS, environment, run

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
    subprocess.run(
        [root / "run_autograder"], cwd=root, env=environment(AUTOGRADER_ROOT=str(root)), capture_output=True, check=True
    )
    return valid("gradescope", root / "results" / "results.json")


def test_gradescope_finds_its_two_scripts_at_the_root(autograder_zip: bytes) -> None:
    """The zip has setup.sh and run_autograder at its root, executable and without a mistake of syntax."""
    with zipfile.ZipFile(io.BytesIO(autograder_zip)) as archive:
        for name in ("setup.sh", "run_autograder"):
            assert archive.getinfo(name).external_attr >> 16 == 0o755
            subprocess.run(["bash", "-n"], input=archive.read(name), check=True)


@pytest.mark.parametrize("around", ["", "exercises/"])
def test_gradescope_gets_the_marks_of_all_checks(autograder: Path, around: str) -> None:
    """A whole repository and bare exercises are graded alike, with hidden checks, and the kind of world is named."""
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


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundle as the runner unpacks it: a folder with the assignment's name."""
    folder = tmp_path_factory.mktemp("classroom50")
    with tarfile.open(fileobj=io.BytesIO(packed("classroom50", folder))) as archive:
        archive.extractall(folder / "echo", filter="data")
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


def test_a_public_bundle_has_no_hidden_check(bundle: Path) -> None:
    """Classroom 50 fetches a bundle from a public page, so it has the sample checks alone."""
    assert [path.name for path in (bundle / "grader" / "checks" / "hidden").iterdir()] == ["__init__.py"]


def test_a_public_bundle_has_hidden_checks_only_where_that_is_said(tmp_path: Path) -> None:
    """With --hidden they are in it, and the command says what that means."""
    with tarfile.open(fileobj=io.BytesIO(packed("classroom50", tmp_path, "--hidden"))) as archive:
        assert "grader/checks/hidden/check_udp_server.py" in archive.getnames()
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
    assert {name.partition("/")[0] for name in names} <= allowed
    assert [name for name in names if name.startswith("exercises/") and not name.endswith((".toml", ".json"))] == []
    assert not [name for name in names if "instructor" in name or "grader/handout" in name or "__pycache__" in name]


@pytest.mark.parametrize("command", ["gradescope", "classroom50"])
def test_the_same_course_gives_the_same_archive(command: str, tmp_path: Path) -> None:
    """Two bundles of one course are equal, byte for byte."""
    assert packed(command, tmp_path) == packed(command, tmp_path)


def test_the_environments_file_goes_along(autograder: Path) -> None:
    """What setup.sh installs is what the repository's lock file says."""
    assert (autograder / "source" / "requirements.txt").read_bytes() == (ROOT / "requirements.txt").read_bytes()
