"""No grading leaves another submission's score in its place, whatever its end; and none loses its own for nothing."""

import json
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cli.publish import Place, publish
from grader.failures import BadCall
from grader.files import write, write_all
from grader.grade import Graded
from grader.report.formats import Order
from tests.paths import GRADER, ROOT, SOLUTIONS, environment, run
from tests.scores import SAMPLES
from tests.waiting import wait_for

ONE = ("--only", "tcp_v1/client")
HANGS = "import time\nwhile True:\n    time.sleep(60)\n"


class Desk:
    """A folder with two submissions, and a report of one of them."""

    def __init__(self, folder: Path) -> None:
        """Make the submissions, of the same content, so that their paths alone tell them apart."""
        self.folder = folder
        for name in ("alice", "bob"):
            (folder / name / "tcp_v1").mkdir(parents=True)
            shutil.copy(SOLUTIONS / "tcp_v1" / "client.py", folder / name / "tcp_v1")
        self.reports = folder / "reports"
        self.words: tuple[object, ...] = (*ONE, "--reports", self.reports)
        for form in ("html", "markdown", "student:json"):
            self.words += ("--report", f"{form}={folder / 'besides' / form.replace(':', '_')}")

    def grade(self, submission: str, *more: object) -> subprocess.CompletedProcess[str]:
        """Grade a submission into the one place."""
        return run("grade", self.folder / submission, *self.words, *more)

    def texts(self) -> dict[str, bytes]:
        """Return all that lies in that place."""
        places = [self.reports, self.folder / "besides"]
        return {path.name: path.read_bytes() for place in places if place.exists() for path in place.iterdir()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk on which Alice has been graded."""
    desk = Desk(tmp_path)
    assert desk.grade("alice").returncode == 0
    assert set(desk.texts()) == {"score.json", "raw.json", "html", "markdown", "student_json"}
    yield desk
    for program in tmp_path.glob("*/tcp_v1/client.py"):
        program.unlink()


@pytest.mark.parametrize("submission", ["nobody", "empty", "damaged.zip"])
def test_a_submission_that_is_refused_leaves_no_older_report(desk: Desk, submission: str) -> None:
    """What cannot be written anew is removed."""
    (desk.folder / "empty").mkdir()
    (desk.folder / "damaged.zip").write_bytes(b"PK\x03\x04 and nothing more")
    assert desk.grade(submission).returncode == 2
    assert desk.texts() == {}


@pytest.mark.parametrize("more", [("--only", "tcp_v9"), ("--isolation", "namespaces", "--observe", "clock")])
def test_a_grading_that_is_refused_leaves_no_report_of_another(desk: Desk, more: tuple[str, ...]) -> None:
    """A report of the same submission stays: it would be a loss."""
    before = desk.texts()["score.json"]
    assert desk.grade("alice", *more).returncode == 2
    assert desk.texts()["score.json"] == before
    assert desk.grade("bob", *more).returncode == 2
    assert desk.texts() == {}


@pytest.mark.parametrize(
    "more", [("--isolation", "wishful"), ("--seed", "1", "--seed", "2"), ("--report", "pdf=x"), ("--hurry",)]
)
def test_a_call_that_makes_no_sense_changes_nothing(desk: Desk, more: tuple[str, ...]) -> None:
    """It is no grading."""
    before = desk.texts()
    assert desk.grade("bob", *more).returncode == 2
    assert desk.texts() == before


def test_the_same_path_with_other_programs_is_another_submission(desk: Desk) -> None:
    """So is the same submission of another student, commit or attempt."""
    with (desk.folder / "alice" / "tcp_v1" / "client.py").open("a") as program:
        program.write("# mended\n")
    assert desk.grade("alice", "--only", "tcp_v9").returncode == 2
    assert desk.texts() == {}
    for mine, another in (("--student", "--student"), ("--commit", "--commit")):
        assert desk.grade("alice", mine, "one").returncode == 0
        assert desk.grade("alice", another, "two", "--only", "tcp_v9").returncode == 2
        assert desk.texts() == {}


@pytest.mark.parametrize("submission", ["alice", "bob"])
def test_another_submissions_report_is_gone_before_a_program_runs(desk: Desk, submission: str) -> None:
    """Whatever kills the grading then, even SIGKILL, it leaves nothing of another; its own older score stays whole."""
    if submission == "bob":
        (desk.folder / "bob" / "tcp_v1" / "client.py").write_text(HANGS)
    (desk.reports / ".score.json.0123456789abcdef.draft").write_bytes(b'{"submission": "carol"')
    before = desk.texts()
    (desk.folder / "tmp").mkdir()
    command = [*GRADER, "grade", str(desk.folder / submission), *map(str, desk.words)]
    grading = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(TMPDIR=str(desk.folder / "tmp")),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(
        lambda: list((desk.folder / "tmp").glob("*/examination")),
        unless=lambda: grading.poll() is not None,
    )
    left = desk.texts()
    grading.send_signal(signal.SIGTERM)
    assert grading.wait() in {-signal.SIGTERM, 0}
    if submission == "bob":
        assert left == desk.texts() == {}
    else:
        assert left["score.json"] == before["score.json"]
        assert left["raw.json"] == before["raw.json"]
        assert not any("draft" in name for name in left)


def test_a_report_that_would_take_the_submissions_place_is_refused(desk: Desk) -> None:
    """Nor are two reports written into one file."""
    archive = desk.folder / "alice.tar"
    shutil.make_archive(str(desk.folder / "alice"), "tar", desk.folder / "alice")
    before = archive.read_bytes(), desk.texts()
    for more in (f"html={archive}", f"html={desk.reports / 'score.json'}", f"junit={desk.folder / 'besides' / 'html'}"):
        answer = desk.grade("alice.tar", "--report", more)
        assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
        assert "the submission itself, or there are two reports for it" in answer.stderr
        assert (archive.read_bytes(), desk.texts()) == before


@pytest.mark.parametrize("kind", ["file", "dangling link", "score is a folder", "score is a link"])
def test_an_odd_place_for_reports_is_one_line_and_stays_as_it_is(tmp_path: Path, kind: str) -> None:
    """It is found out before anything is graded."""
    reports, elsewhere = tmp_path / "reports", tmp_path / "elsewhere"
    match kind:
        case "file":
            reports.write_text("mine")
        case "dangling link":
            reports.symlink_to(elsewhere)
        case "score is a folder":
            (reports / "score.json").mkdir(parents=True)
        case _:
            reports.mkdir()
            elsewhere.write_text("mine")
            (reports / "score.json").symlink_to(elsewhere)
    before = sorted((path, path.lstat()[:2]) for path in tmp_path.rglob("*"))
    answer = run("grade", SOLUTIONS, *ONE, "--reports", reports)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert "the reports cannot be written there" in answer.stderr
    assert sorted((path, path.lstat()[:2]) for path in tmp_path.rglob("*")) == before


def test_a_link_to_a_folder_is_a_place_for_reports(tmp_path: Path) -> None:
    """Whoever calls the grader may keep them on another disk."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "reports").symlink_to(tmp_path / "disk")
    assert run("grade", SOLUTIONS, *ONE, "--reports", tmp_path / "reports").returncode == 0
    assert json.loads((tmp_path / "disk" / "score.json").read_text())["complete"]


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    """Where one of several cannot be written, the others stay as they were, and no draft is left."""
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "two").mkdir()
    with pytest.raises(BadCall, match="not a regular file"):
        write_all({tmp_path / "one": b"new", tmp_path / "two": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
    assert (tmp_path / "one").read_bytes() == b"old"
    with pytest.raises(BadCall, match="cannot be written"):
        write(tmp_path / ("x" * 300), b"new")


@pytest.mark.parametrize(
    "file", ["/proc/report.html", "{reports}/score.json/below", "{folder}/" + "x" * 240, "{link}/reports/score.json"]
)
def test_a_place_that_cannot_be_written_is_found_before_anything_runs(tmp_path: Path, file: str) -> None:
    """Also where root may do everything, where a report would lie below another one, or has two names."""
    reports, link = tmp_path / "reports", tmp_path / "link"
    link.symlink_to(tmp_path)
    place = file.format(reports=reports, folder=tmp_path, link=link)
    answer = run("grade", SOLUTIONS, *ONE, "--reports", reports, "--report", f"html={place}", "--json")
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert place in answer.stderr
    assert sorted(tmp_path.iterdir()) == [link]


def test_a_report_that_fails_at_the_end_costs_no_other_one(tmp_path: Path) -> None:
    """The terminal's report is shown, then one line that says where the score is; the other reports are whole."""
    words = ("--report", f"classroom50={tmp_path}/result.json", "--report", f"junit={tmp_path}/junit.xml")
    answer = run("grade", SOLUTIONS, *ONE, "--reports", tmp_path / "reports", *words, CLASSROOM="")
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert "Score: " in answer.stdout
    assert f"the score is in {tmp_path}/reports/score.json" in answer.stderr
    assert json.loads((tmp_path / "reports" / "score.json").read_text())["complete"]
    assert (tmp_path / "junit.xml").exists()
    assert not (tmp_path / "result.json").exists()


def test_a_score_that_cannot_be_written_costs_no_other_report(tmp_path: Path) -> None:
    """It can still be shown, and the complaint does not say that it lies somewhere."""
    (tmp_path / "score.json").mkdir()
    place = Place(tmp_path, (Order("junit", tmp_path / "junit.xml", "instructor"),), "instructor")
    edition, failed = publish(Graded(SAMPLES["mixed"], b"", "", {}), place, b"")
    assert edition.score == SAMPLES["mixed"]
    assert "not a regular file" in failed
    assert "the score is in" not in failed
    assert (tmp_path / "junit.xml").exists()


@pytest.mark.parametrize("audience", ["instructor", "student"])
def test_a_link_that_leads_to_itself_is_one_line(tmp_path: Path, audience: str) -> None:
    """As the submission, and as the place for reports."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for submission, reports in ((loop, tmp_path / "reports"), (SOLUTIONS, loop), (SOLUTIONS, loop / "below")):
        answer = run("grade", submission, "--reports", reports, "--audience", audience)
        assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
        assert "unforeseen" not in answer.stderr
        assert (str(tmp_path) in answer.stderr) == (audience == "instructor")
