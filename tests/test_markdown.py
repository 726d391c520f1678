"""Markdown and Mermaid: what comes from a student is shown as it is, and means nothing."""

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from grader.events import Event
from grader.printable import printable
from grader.report.markdown import escaped, render
from grader.report.marked import Marked
from grader.report.sequence import TERMINAL, diagram, mermaid
from tests.scores import ATTACKS, HOSTILE_TEXT, SAMPLES, STORY, score

if TYPE_CHECKING:
    from grader.model import Score

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# Every line that a diagram may have. Texts are words, harmless signs and entity codes; participants p and a number.
_WORDS = r"(?:[\w .,'()!?=/…-]|#\d+;)*"
_LINE = re.compile(
    rf"sequenceDiagram| +participant p\d+ as {_WORDS}| +note over p\d+(?:,p\d+)?: {_WORDS}(?:<br/>{_WORDS})*"
    rf"| +p\d+(?:->>|--x)p\d+: {_WORDS}(?:<br/>{_WORDS})*| +rect rgba\(255, 0, 0, 0\.2\)| +end"
)


class Reader(HTMLParser):
    """Reads a page as a browser would: its elements, and its text."""

    def __init__(self, page: str) -> None:
        """Read it."""
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; none of ours has an attribute but a table's alignment and a fence's language."""
        assert {name for name, _ in attrs} <= {"style", "class"}
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


@pytest.mark.parametrize("attack", [*ATTACKS, HOSTILE_TEXT])
@pytest.mark.parametrize("place", ["{}\n", "- {}\n", "# {}\n", "| a |\n|---|\n| {} |\n", "*{}*\n"])
def test_a_strangers_text_is_text_wherever_markdown_holds_it(attack: str, place: str) -> None:
    """In a paragraph, a list, a heading, a table or emphasis, it is shown as it is and makes no element of its own."""
    said = printable(attack)
    read = Reader(MARKDOWN.render(place.format(escaped(said))))
    assert read.elements <= {"p", "ul", "li", "h1", "table", "thead", "tbody", "tr", "th", "td", "em", "span"}
    assert " ".join(said.split()) in " ".join(read.text.split())


def test_nothing_in_a_strangers_text_begins_a_mention_a_reference_or_a_link() -> None:
    """What GitHub looks for in the finished page is broken up by elements."""
    page = MARKDOWN.render(escaped("@all #12 GH-12 https://a.example www.a.example a@b.example :tada: $x$"))
    for node in map(html.unescape, re.split(r"<[^>]+>", page)):
        assert not re.search(r"@\w|#\d|GH-\d|://|www\.|:\w+:|\$\w", node), node


@pytest.mark.parametrize("name", SAMPLES)
def test_a_summary_has_the_elements_of_ours_and_no_other(name: str) -> None:
    """Headings, tables, lists, fences: nothing that a stranger wrote becomes one, or an attribute."""
    read = Reader(MARKDOWN.render(render(Marked(SAMPLES[name])).decode()))
    ours = {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "em", "strong", "ul", "li", "pre", "code"}
    assert {"table", "td"} <= read.elements <= ours | {"span"}


@pytest.mark.parametrize("transcript", [STORY, SAMPLES["hostile"].exercises[0].programs[0].checks[0].transcript])
def test_a_diagram_consists_of_known_lines(transcript: tuple[Event, ...]) -> None:
    """Whatever the texts are, every line of the diagram is one of few forms, and texts are harmless."""
    for line in mermaid(transcript).splitlines():
        assert _LINE.fullmatch(line), line


def test_a_diagram_has_the_terminal_first_then_the_program_then_its_peers() -> None:
    """Keyboard and screen are one participant, at the left; the others follow as they appear."""
    types = Event(0.2, "keyboard", "types", "'q'", to="server.py")
    assert diagram((*STORY, types)).participants == (TERMINAL, "server.py", "client 1")


def test_what_went_wrong_is_the_last_arrow_and_does_not_arrive() -> None:
    """The arrow of what did not happen ends in a cross, on a red ground; what happened several times says so."""
    lines = mermaid(STORY).splitlines()
    assert lines[-3:] == ["    rect rgba(255, 0, 0, 0.2)", "        p1--xp2: does not answer", "    end"]
    assert any("3 times in a row" in line for line in lines)


def test_a_summary_tells_the_first_failed_check_of_each_program() -> None:
    """One story per program, with what happened, where it stands and what to think about."""
    page = render(Marked(score("pfffffppp"))).decode()
    assert page.count("```mermaid") == 2
    assert "**What happened:** The message of answers" in page
    assert "goes" not in page


def test_a_summary_that_would_grow_too_large_leaves_out_whole_stories_and_says_so() -> None:
    """Bytes are counted, no story is cut in the middle, and every fence is closed."""
    long = tuple(Event(0.1, "server.py", "prints", "好" * 100_000, to="screen") for _ in range(2))
    page = render(Marked(score("fppfppfpp", transcript=long))).decode()
    assert len(page.encode()) <= 1024 * 1024
    last = MARKDOWN.parse(page)[-3:]
    assert [token.type for token in last] == ["paragraph_open", "inline", "paragraph_close"]
    kept = page.count("\n### ")
    assert 0 < kept < 3
    assert last[1].content.startswith(f"{3 - kept} more stories are left out here")


def test_a_caret_stands_below_its_place_and_ends_no_fence() -> None:
    """Further lines of a diagnosis are code, blanks and all; backticks in them do not end it."""
    tokens = MARKDOWN.parse(render(Marked(SAMPLES["mixed"])).decode())
    code = [token.content for token in tokens if token.type == "fence" and token.info == "text"]
    assert code == ["    wait(```)\n        ^\n"] * 2


def test_what_holds_for_the_whole_grading_is_told() -> None:
    """That it was judged by the clock, and what was not taken but is no program, whose own checks say so."""
    page = Reader(MARKDOWN.render(render(Marked(SAMPLES["mixed"])).decode())).text
    assert "was left out: it is a pipe." in page
    assert "Graded by the clock" in page
    assert "symbolic link" not in page


def test_an_incomplete_grading_says_so_first() -> None:
    """Nobody takes an incomplete score for a mark."""
    page = render(Marked(SAMPLES["error"])).decode()
    assert page.index("not complete") < page.index("| exercise")


def test_printable_text_is_printable_and_stays_so() -> None:
    """No control character, no change of direction, nothing invisible; and it changes nothing a second time."""
    for text in (*ATTACKS, "\u3164", "a" + "\u0301" * 9, "\ufe0f", "a\nb"):
        shown = printable(text)
        assert shown.isprintable()
        assert printable(shown) == shown
        assert not set(shown) & set("\u202e\u2066\u200b\u3164\ufe0f\x1b")
    assert printable("é 你好 e\u0301") == "é 你好 e\u0301"


def test_the_samples_are_what_they_are_called() -> None:
    """The builder of these tests makes the five kinds of score that every format must stand."""
    full: Score = SAMPLES["solutions"]
    assert full.score == full.max_score == 27
    assert SAMPLES["stubs"].score == 0
    assert 0 < SAMPLES["mixed"].score < 27
    assert not SAMPLES["error"].complete
