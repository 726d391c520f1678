"""What runs in CI: the workflows are safe to read, and their steps do what they say, run by run."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from grader.catalog import load_course
from grader.handout.clone import put_into
from grader.handout.students import students_repository
from grader.model import Score
from grader.sandbox import choose
from tests.modules import plant_modules
from tests.paths import EXERCISES, ROOT, SOLUTIONS, environment

_STUDENTS = ROOT / "grader" / "handout" / "students"
GITHUB = {"students": _STUDENTS / "github.yml", "instructors": ROOT / ".github" / "workflows" / "record.yml"}
GITLAB = {"students": _STUDENTS / "gitlab.yml", "instructors": ROOT / ".gitlab-ci.yml"}
_KEY = "a key of tests, longer than thirty-two characters"
_MADE_BY_MAKE = pytest.mark.skipif(
    not (Path(sys.prefix) / "ready-to-grade").exists(), reason="this environment was not made by make"
)


def faults(text: str) -> list[str]:
    """Return what is wrong with a workflow of GitHub's, by our rules."""
    workflow = yaml.safe_load(text)
    found = []
    if workflow.get("permissions") != {"contents": "read"}:
        found.append("permissions are not set, or more than to read")
    for name, job in workflow["jobs"].items():
        if "permissions" in job:
            found.append(f"{name} has permissions of its own")
        if "timeout-minutes" not in job:
            found.append(f"{name} may run for hours")
        for step in job["steps"]:
            if "${{" in step.get("run", ""):
                found.append(f"{name}: an expression inside run: is pasted into a shell: {step['run']}")
            action = step.get("uses", "")
            if action and not re.search(rf"uses: {re.escape(action)}  # v\d+\.\d+\.\d+\n", text):
                found.append(f"{name}: {action} has no comment that names its version")
            if action and not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action):
                found.append(f"{name}: {action} is not pinned by its commit")
            if action.startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials") is not False:
                found.append(f"{name}: the checkout leaves its token behind")
    return found


@pytest.mark.parametrize("whose", GITHUB)
def test_workflows_keep_our_rules(whose: str) -> None:
    """Least permissions, actions pinned by commit with a version beside, and no expression inside a shell's text."""
    assert faults(GITHUB[whose].read_text()) == []


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("contents: read", "contents: write"),
        ("  timeout-minutes: 20", "  name: slow"),
        ("run: make .venv/ready-to-grade", "run: make ${{ github.head_ref }}"),
        ("11bd71901bbe5b1630ceea73d27597364c9af683  # v4.2.2", "v4"),
        ("  # v4.2.2", ""),
        ("persist-credentials: false", "persist-credentials: true"),
    ],
)
def test_a_careless_workflow_is_found(part: str, wrong: str) -> None:
    """Each of our rules can be broken, and that is found."""
    text = GITHUB["students"].read_text()
    assert part in text
    assert faults(text.replace(part, wrong))


@pytest.mark.parametrize("whose", GITLAB)
def test_pipelines_are_what_gitlab_reads(whose: str) -> None:
    """A pipeline has one job with an image, a limit of time, and a script."""
    (job,) = yaml.safe_load(GITLAB[whose].read_text()).values()
    assert {"image", "timeout", "script", "artifacts"} <= job.keys()
    assert all(isinstance(line, str) for line in job["script"])


def steps(workflow: Path, job: str) -> Iterator[dict[str, Any]]:
    """Yield the steps of a job that run something here."""
    yield from (step for step in yaml.safe_load(workflow.read_text())["jobs"][job]["steps"] if "run" in step)


def only_names(given: dict[str, str]) -> dict[str, str]:
    """Return what of an event is in the environment of every step."""
    return {name: value for name, value in given.items() if not name.startswith("$")}


def run_job(workflow: Path, job: str, folder: Path, event: dict[str, str]) -> list[int]:
    """Run the steps of a job as GitHub does (``bash -e``), and return their statuses; after a failure only always()."""
    statuses: list[int] = []
    for step in steps(workflow, job):
        if any(statuses) and step.get("if") != "always()":
            continue
        given = {name: event.get(value, value) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]],
            cwd=folder,
            env=environment(MAKEFLAGS="", **only_names(event) | given),
            capture_output=True,
            text=True,
            check=False,
        )
        statuses.append(done.returncode)
    return statuses


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a student's clone of the handout, in which what grading needs has been set up."""
    folder = tmp_path / "clone"
    put_into(folder, students_repository(ROOT))
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@_MADE_BY_MAKE
def test_a_push_shows_the_student_a_summary(clone: Path, tmp_path: Path) -> None:
    """The students' workflow fails where points are missing, and its summary and its reports are there all the same."""
    summary = tmp_path / "summary"
    statuses = run_job(GITHUB["students"], "grade", clone, {"GITHUB_STEP_SUMMARY": str(summary)})
    assert [bool(status) for status in statuses] == [False, True, False]
    assert "## Score: 0 of 59" in summary.read_text()
    assert {"score.json", "summary.md", "report.html", "junit.xml"} <= {
        path.name for path in (clone / "reports").iterdir()
    }


@_MADE_BY_MAKE
def test_the_pipeline_on_gitlab_does_the_same(clone: Path) -> None:
    """The students' pipeline makes the reports that it keeps."""
    (job,) = yaml.safe_load(GITLAB["students"].read_text()).values()
    subprocess.run(
        ["bash", "-e", "-c", "\n".join(job["script"])],
        cwd=clone,
        env=environment(MAKEFLAGS=""),
        capture_output=True,
        check=False,
    )
    assert (clone / job["artifacts"]["reports"]["junit"]).is_file()


def git(folder: Path, *words: str) -> None:
    """Run git, with nothing of this machine's configuration."""
    more = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words],
        cwd=folder,
        env=environment(**more),
        check=True,
        capture_output=True,
    )


ATTRIBUTES = """* filter=evil export-subst ident
notes.py text eol=crlf working-tree-encoding=UTF-16
server.py export-ignore
exercises/tcp_v1/client.py export-ignore
"""
COMMITTED = b'"""$Format:%H$ $Id$"""\n'


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """Return a folder of repositories, alice/echo.git among them: solved in part, and hostile in all else."""
    work = tmp_path / "work"
    (work / "exercises" / "tcp_v1").mkdir(parents=True)
    for name in ("server.py", "client.py"):
        (work / "exercises" / "tcp_v1" / name).write_bytes((SOLUTIONS / "tcp_v1" / name).read_bytes())
    touch = f"touch {tmp_path / 'attacked'}"
    (work / "Makefile").write_text(f"$(shell {touch})\n")
    (work / ".gitattributes").write_text(ATTRIBUTES)
    (work / "exercises" / "tcp_v1" / "notes.py").write_bytes(COMMITTED)
    (work / ".github" / "workflows").mkdir(parents=True)
    (work / ".github" / "workflows" / "record.yml").write_text(f"jobs: {{x: {{steps: [{{run: {touch}}}]}}}}\n")
    (work / "grader").mkdir()
    (work / "grader" / "__main__.py").write_text(f"import os; os.system('{touch}')\n")
    (work / "exercises" / "udp").symlink_to("/etc")
    git(work, "init", "--quiet", ".")
    plant_modules(work, tmp_path / "attacked")
    (work / ".gitattributes").rename(work / "later")
    git(work, "add", "--all")
    (work / "later").rename(work / ".gitattributes")  # they change what is archived, not what is committed
    git(work, "add", "--all", "--", ".gitattributes")
    git(work, "commit", "--quiet", "--message", "mine")
    git(tmp_path, "clone", "--quiet", "--bare", "work", "server/alice/echo.git")
    return tmp_path / "server"


def event(server: Path, tmp_path: Path, repository: str) -> dict[str, str]:
    """Return what GitHub would put into the environment, or in the place of an expression."""
    tools = tmp_path / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "sudo").write_text("#!/bin/sh\n")  # no test changes this machine's settings
    (tools / "sudo").chmod(0o755)
    return {
        "GITHUB_SERVER_URL": server.as_uri(),
        "PATH": f"{tools}:{os.environ['PATH']}",
        "RECORDS": str(tmp_path / "records"),
        "${{ matrix.repository }}": repository,
        "${{ secrets.STUDENTS_TOKEN }}": "a token",
        "${{ secrets.GRADER_SIGNING_KEY }}": _KEY,
    }


@_MADE_BY_MAKE
def test_a_score_of_record_comes_from_the_instructors_side(server: Path, tmp_path: Path) -> None:
    """A student's repository is graded with the hidden checks and signed; nothing but its programs has a say."""
    if choose(load_course(EXERCISES).limits)[0] != "namespaces":
        pytest.skip("this machine has no worlds of the kind namespaces, which the workflow insists on")
    given = event(server, tmp_path, "alice/echo")
    assert run_job(GITHUB["instructors"], "grade", ROOT, given) == [0, 0, 0]
    folder = tmp_path / "records" / "alice" / "echo"
    score = msgspec.json.decode((folder / "score.json").read_bytes(), type=Score)
    assert (score.score, score.max_score, score.handout, score.isolation) == (15, 100, "", "namespaces")
    assert score.signature
    assert re.fullmatch(r"[0-9a-f]{40}\n", (folder / "commit.txt").read_text())
    told = (folder / "student.html").read_text()
    assert "4 hidden checks" in told
    assert "closes_the_connection" not in told
    assert not (tmp_path / "attacked").exists()
    with tarfile.open(folder / "submission.tar.gz") as archive:
        notes = archive.extractfile("exercises/tcp_v1/notes.py")
        assert notes is not None
        assert notes.read() == COMMITTED
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"a token" not in written
    assert _KEY.encode() not in written


@_MADE_BY_MAKE
def test_a_repository_that_is_not_there_stops_no_other(server: Path, tmp_path: Path) -> None:
    """One that cannot be fetched is named and makes the run fail; the others are graded, and no old file stays."""
    gone = tmp_path / "records" / "bob" / "echo"
    gone.mkdir(parents=True)
    for name in ("score.json", "raw.json", "commit.txt", "submission.tar.gz", "log.txt", "student.md"):
        (gone / name).write_text("old")
    done = subprocess.run(
        [".ci/record", "bob/echo", "alice/echo"],
        cwd=ROOT,
        env=environment(**only_names(event(server, tmp_path, "")), ISOLATION=choose(load_course(EXERCISES).limits)[0]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "not graded: bob/echo" in done.stderr
    assert "graded: alice/echo" in done.stdout
    assert not list(gone.iterdir())


@pytest.mark.parametrize(
    "name", ["../../alice/echo", "alice/echo\n../x", "--upload-pack=x", "alice/$(id)", "alice/echo/.."]
)
def test_a_name_that_leads_elsewhere_is_not_graded(server: Path, tmp_path: Path, name: str) -> None:
    """The script believes no name, whoever calls it: one line, and nothing is fetched, written or removed."""
    done = subprocess.run(
        [".ci/record", name],
        cwd=ROOT,
        env=environment(**only_names(event(server, tmp_path, ""))),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "records").exists()


def test_settings_of_git_have_no_say(server: Path, tmp_path: Path) -> None:
    """Neither git's configuration nor its variables nor a hook in a template has a say when a repository is fetched."""
    touch = f"touch {tmp_path / 'attacked'}"
    home = tmp_path / "home"
    (home / "template" / "hooks").mkdir(parents=True)
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (home / "template" / "hooks" / hook).write_text(f"#!/bin/sh\n{touch}\n")
        (home / "template" / "hooks" / hook).chmod(0o755)
    (home / ".gitconfig").write_text(
        f"[init]\ntemplateDir = {home / 'template'}\n[core]\nfsmonitor = {touch}\n"
        f'[tar "tar.gz"]\ncommand = {touch}; gzip\n[filter "evil"]\nsmudge = {touch}; cat\n'
    )
    given = event(server, tmp_path, "") | {"HOME": str(home), "GIT_EXTERNAL_DIFF": touch, "GIT_SSH_COMMAND": touch}
    done = subprocess.run(
        [".ci/record", "alice/echo"],
        cwd=ROOT,
        env=environment(**only_names(given), GIT_TEMPLATE_DIR=str(home / "template"), GIT_DIR=str(home)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (tmp_path / "attacked").exists()
    assert (tmp_path / "records" / "alice" / "echo" / "submission.tar.gz").stat().st_size > 1000, done.stderr


def roster(text: str, tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Read a list of repositories."""
    (tmp_path / "roster.txt").write_text(text)
    return subprocess.run(
        [ROOT / ".ci" / "roster", *options, tmp_path / "roster.txt"], capture_output=True, text=True, check=False
    )


def test_the_list_becomes_the_matrix(tmp_path: Path) -> None:
    """Comments and blank lines are left out; what is left is JSON, or lines."""
    text = "# class of 2026\nalice/echo\n\n  bob/net-2.0  # late\ngroup/sub/carol\n"
    assert json.loads(roster(text, tmp_path).stdout) == ["alice/echo", "bob/net-2.0", "group/sub/carol"]
    assert roster(text, tmp_path, "--lines").stdout.split() == ["alice/echo", "bob/net-2.0", "group/sub/carol"]


def test_the_workflow_reads_the_list(tmp_path: Path) -> None:
    """The first job of the instructors' workflow hands the list on, and fails where it is not good."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / ".ci" / "roster.txt").write_text("# nobody yet\n")
    output = tmp_path / "output"
    assert run_job(GITHUB["instructors"], "list", tmp_path, {"GITHUB_OUTPUT": str(output)}) == [2]
    assert not output.exists()
    (tmp_path / ".ci" / "roster.txt").write_text("alice/echo\n")
    assert run_job(GITHUB["instructors"], "list", tmp_path, {"GITHUB_OUTPUT": str(output)}) == [0]
    assert output.read_text() == 'repositories=["alice/echo"]\n'


@pytest.mark.parametrize(
    "line", ["", "# nobody", "alice", "../echo", "alice/..", "a b/c", "$(id)/x", "-o/x", "alice/e;id"]
)
def test_what_is_no_repository_is_refused(tmp_path: Path, line: str) -> None:
    """A list with nothing in it, or with a line that is no owner/name, is refused: one line, exit status 2."""
    done = roster(f"{line}\n", tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
