"""What reports say beside their shape: names, numbers, places and words of ours."""

import io
import itertools
import json
import re
import xml.etree.ElementTree as ET

import msgspec
import pytest
from rich.console import Console

from grader.events import Event
from grader.model import Remark, Status
from grader.report import prairielearn
from grader.report.audience import without_folders
from grader.report.drawing import Drawing, Row, draw
from grader.report.formats import render
from grader.report.markdown import escaped
from grader.report.marked import Marked
from grader.report.stories import remarks, taken_from
from grader.report.terminal import screen, show
from grader.report.workflow_log import without_commands
from tests.scores import SAMPLES, STORY, score

LAID_ELSEWHERE = (Remark("udp/Server.py", "udp/server.py"), Remark("V1", "tcp_v1"), Remark("work", "."))


def page(form: str, name: str = "mixed") -> str:
    """Return a report of a sample."""
    return render(form, Marked(SAMPLES[name])).decode()


def drawn(*events: Event) -> Drawing:
    """Lay events out."""
    return draw(events)


def test_junit_is_xml_and_tells_each_check_that_did_not_pass() -> None:
    """With its title and its whole story; what passed has none."""
    report = page("junit")
    assert report.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    assert report.endswith("\n")
    cases = [case for case in ET.fromstring(report).iter("testcase") if len(case)]  # noqa: S314 - our own
    assert len(cases) == 6
    failed = next(case[0] for case in cases if case[0].tag == "failure")
    assert failed.text is not None
    assert failed.text.startswith("The sentence of answers.\nserver.py starts\n")
    assert "The hint of answers?" in failed.text
    suites = list(ET.fromstring(report).iter("testsuite"))  # noqa: S314
    assert [suite.get("time") for suite in suites] == ["0.154"] * 3
    assert {suite.get("timestamp") for suite in suites} == {"2026-01-31T23:59:59Z"}


def test_a_summary_has_a_row_for_each_program_with_its_worst_status() -> None:
    """Where its file lay elsewhere, the row says so."""
    laid = msgspec.structs.replace(SAMPLES["mixed"], remarks=LAID_ELSEWHERE)
    overview = render("markdown", Marked(laid)).decode().split("Submission")[0]
    assert "client.py, taken from V1 |" in overview
    rows = {name: page("markdown", name).split("Submission")[0] for name in ("solutions", "stubs", "error")}
    assert ("✅" in rows["solutions"], "❌" in rows["solutions"]) == (True, False)
    assert ("✅" in rows["stubs"], "❌" in rows["stubs"]) == (False, True)
    of_the_error = next(row for row in rows["error"].splitlines() if "server.py" in row)
    assert "❌" not in of_the_error
    assert "✅" not in of_the_error


@pytest.mark.parametrize("length", [1, 100, 3000, 100_000])
def test_what_a_stranger_wrote_is_cut_in_a_summary(length: int) -> None:
    """A text that is not too long is whole."""
    shown = escaped("x" * length)
    if length <= 100:
        assert shown == "x" * length
    if length >= 100_000:
        assert shown.endswith(" …")
    assert (len(shown) < length) is shown.endswith(" …")


def test_where_a_file_lay_is_told_of_what_was_taken() -> None:
    """Of the program itself, or of its exercise's folder; not of one that was not taken at all."""
    full = msgspec.structs.replace(score("pppppppnn"), remarks=LAID_ELSEWHERE)
    udp, tcp = full.exercises[1], full.exercises[0]
    assert taken_from(full, udp, udp.programs[0]) == "udp/Server.py"
    assert [taken_from(full, tcp, program) for program in tcp.programs] == ["V1", "V1"]
    missing = msgspec.structs.replace(score("ppppppnnn"), remarks=LAID_ELSEWHERE)
    assert taken_from(missing, missing.exercises[1], missing.exercises[1].programs[0]) == ""
    plain = msgspec.structs.replace(full, remarks=())
    assert taken_from(plain, udp, udp.programs[0]) == ""


def test_what_holds_for_a_grading_is_said_once() -> None:
    """What was taken from where, a name of Python's own, and what is decided elsewhere: nothing where nothing is."""
    quiet = msgspec.structs.replace(
        SAMPLES["solutions"], remarks=(), refused=(), observation="kernel", isolation="namespaces", hidden_points=0
    )
    assert list(remarks(quiet)) == []
    said = list(
        remarks(msgspec.structs.replace(quiet, remarks=(*LAID_ELSEWHERE, Remark("x/socket.py", shadows="socket"))))
    )
    assert said[:3] == [
        "udp/Server.py was taken as udp/server.py.",
        "V1 was taken as tcp_v1.",
        "The exercises were found in work.",
    ]
    assert "x/socket.py has the name of Python's own module: import socket may load this file instead." in said[3]
    (elsewhere,) = remarks(msgspec.structs.replace(quiet, hidden_points=2, handout="2026.1 sha256:" + "ab" * 32))
    assert "2 more points are decided by hidden checks" in elsewhere


def test_students_read_no_folder_of_others() -> None:
    """Each folder that a path lies in is taken away, from the longest on, and of other paths all but the last part."""
    assert without_folders("at /home/t/class/anna/x.py: no", ["/home/t/class/anna"]) == "at anna/x.py: no"
    assert without_folders("in class/anna", ["class/anna"]) == "in anna"
    assert without_folders("see /usr/lib/y.py", []) == "see y.py"
    assert without_folders("myclass/anna", ["class/anna"]) == "myclass/anna"


def test_results_that_grow_too_large_have_no_transcripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """They say so; others have that of each check that did not pass."""
    whole = json.loads(page("prairielearn", "mixed"))
    outputs = [test["output"] for test in whole["tests"]]
    assert [bool(output) for output in outputs] == [test["points"] < test["max_points"] for test in whole["tests"]]
    assert "output" not in whole
    size = len(page("prairielearn", "mixed").encode())
    for largest, has_output in ((size, True), (size - 1, False)):
        monkeypatch.setattr(prairielearn, "_LARGEST", largest)
        report = json.loads(page("prairielearn", "mixed"))
        assert any(test["output"] for test in report["tests"]) is has_output
        assert ("output" in report) is not has_output


def test_a_log_is_told_to_obey_again_at_a_word_that_nobody_can_guess(capsys: pytest.CaptureFixture[str]) -> None:
    """A long one, a new one each time; elsewhere than in a workflow nothing is said, also where it fails."""
    words = []
    for _ in range(2):
        with without_commands({"GITHUB_ACTIONS": "true"}):
            pass
        first, last = capsys.readouterr().out.splitlines()
        words.append(first.removeprefix("::stop-commands::"))
        assert last == f"::{words[-1]}::"
    assert len(set(words)) == 2
    assert all(len(word) >= 32 for word in words)
    with without_commands({"GITHUB_ACTIONS": "false"}):
        pass
    assert capsys.readouterr().out == ""


def test_a_terminal_is_wide_enough_for_a_report_and_no_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it says of itself."""
    widths = []
    for columns in ("1", "100", "5000"):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("LINES", columns)
        widths.append(screen(io.StringIO()).width)
        assert 2 <= screen(io.StringIO()).height <= 5000
    assert widths[1] == 100
    assert 1 < widths[0] < 100 < widths[2] < 5000


def test_on_the_terminal_marks_and_signs_have_their_words() -> None:
    """A story has a line above it; what was not run is explained once, and only where there is such a check."""
    console = Console(file=io.StringIO(), width=300)
    show(SAMPLES["mixed"], console, verbose=False)
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert re.search(r"\n *\n +server\.py +starts", shown)
    assert shown.count("(not run: another check failed before it") == 1
    for status, mark in ((Status.PASSED, "✓"), (Status.FAILED, "✗"), (Status.NOT_RUN, "·")):
        assert mark in shown, status
    quiet = Console(file=io.StringIO(), width=300)
    show(SAMPLES["solutions"], quiet, verbose=False)
    assert isinstance(quiet.file, io.StringIO)
    assert "not run" not in quiet.file.getvalue()


def test_a_drawing_has_room_for_what_it_says() -> None:
    """Boxes do not overlap, no text is cut off, each step is below the one before it, the wide letters included."""
    wide = Event(0.0, "client 1", "sends", "好" * 12, to="server.py")
    narrow = Event(0.0, "client 1", "sends", "o" * 12, to="server.py")
    for story in (STORY, (*STORY, wide, narrow), (wide,), (Event(0.0, "server.py", "starts"), Event(0.0, "", "… 3 …"))):
        drawing = drawn(*story)
        boxes = [(x - width / 2, x + width / 2) for _, x, width in drawing.columns]
        assert all(left[1] < right[0] for left, right in itertools.pairwise(boxes))
        assert boxes[0][0] >= 0
        assert boxes[-1][1] <= drawing.width
        assert all(row.y + (row.height if row.kind == "note" else 0) < drawing.height for row in drawing.rows)
        edges = [edge for row in drawing.rows for edge in (min(row.x1, row.x2), max(row.x1, row.x2))]
        assert min(edges) >= 0
        assert max(edges) <= drawing.width
        assert all(upper.y < lower.y for upper, lower in itertools.pairwise(drawing.rows))
        for row in drawing.rows:
            assert [y for y, _ in row.lines] == sorted({y for y, _ in row.lines})
    assert drawn(wide).width > drawn(narrow).width


def rows_of(*events: Event) -> tuple[Row, ...]:
    """Return the rows of a drawing."""
    return drawn(*events).rows


def test_a_gap_stands_in_the_middle_and_a_note_at_its_program() -> None:
    """What nobody does in particular is between the outermost lifelines."""
    drawing = drawn(*STORY)
    xs = [x for _, x, _ in drawing.columns]
    notes = [row for row in drawing.rows if row.kind == "note"]
    places = {text: row.text_x for row in notes for _, text in row.lines}
    assert places["… 12 more events …"] == (xs[0] + xs[-1]) / 2
    assert places["starts"] == xs[[name for name, _, _ in drawing.columns].index("server.py")]
    wrong = [row.wrong for row in drawing.rows]
    assert wrong == [False] * (len(wrong) - 1) + [True]
