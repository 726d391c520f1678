"""The page for people: complete in itself, accessible, and deaf to what a student wrote."""

import itertools
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.events import Event
from grader.printable import printable
from grader.report.drawing import draw
from grader.report.formats import render
from grader.report.marked import Marked
from tests.scores import HOSTILE_TEXT, SAMPLES, score

# There are no others: no script, no form, no frame, nothing that is loaded from anywhere.
ELEMENTS = frozenset(
    re.findall(
        r"\S+",
        """html head meta title style body a header h1 h2 h3 p dl div dt dd time nav ul ol li main section details
        summary span code pre figure svg desc line rect text g path""",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        """lang charset name content http-equiv class href id role datetime aria-label aria-labelledby aria-hidden open
        tabindex viewbox width height x y x1 x2 y1 y2 rx d""",
    )
)
SOURCE = f"import socket\n{printable(HOSTILE_TEXT)}\n\tx = '</code><script>alert(1)</script>'\n"


class Page(HTMLParser):
    """A page, read."""

    def __init__(self, page: bytes) -> None:
        """Read it."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """Return every value of an attribute."""
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


def page(name: str) -> bytes:
    """Return the page of a sample, with a text for each program."""
    sources = dict.fromkeys(("tcp_v1/server.py", "tcp_v1/client.py", "udp/server.py"), SOURCE)
    return render("html", Marked(SAMPLES[name], sources=sources))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_our_elements_and_no_others(name: str) -> None:
    """Whatever a student wrote is text: no element, no attribute and no address comes from it."""
    read = Page(page(name))
    assert {"html", "section", "code"} <= {tag for tag, _ in read.elements} <= ELEMENTS
    assert {"class", "id"} <= {attribute for _, attrs in read.elements for attribute in attrs} <= ATTRIBUTES
    assert all(re.fullmatch(r"#[a-z0-9_]+", address) for address in read.values("href"))
    assert "default-src 'none'" in "".join(read.values("content"))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_can_be_read_without_seeing_it(name: str) -> None:
    """Landmarks, headings in order, a name for every part that refers to one, and a description of every drawing."""
    read = Page(page(name))
    tags = [tag for tag, _ in read.elements]
    assert [tags.count(landmark) for landmark in ("header", "nav", "main", "h1")] == [1, 1, 1, 1]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert 2 in levels
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    labels = {word for label in read.values("aria-labelledby") for word in label.split()}
    assert labels
    assert labels <= set(ids)
    assert tags.count("svg") == tags.count("desc") == tags.count("figure")
    assert dict(read.elements)["html"] == {"lang": "en"}


def test_a_page_shows_the_lines_that_the_diagnoses_name() -> None:
    """The program's text is there, line by line as Python counts them, and the diagnosed line has its diagnosis."""
    text = "first\x0c\u2028still first\nsecond\r\nthird"
    read = Page(render("html", Marked(score("fpppppppp"), sources={"tcp_v1/server.py": text})))
    pointed = [
        place for place, (tag, attrs) in enumerate(read.elements) if (tag, attrs.get("class")) == ("li", "pointed")
    ]
    assert len(pointed) == 1
    assert re.search(r"second\s+listens: The diagnosis of listens at line 2", read.text)
    assert "still first" in read.text


def test_a_page_says_what_happened_in_words_and_opens_the_first_failed_check() -> None:
    """Each story stands beside its drawing, and only the first failed check of a program is open."""
    read = Page(render("html", Marked(score("pffpppppp"))))
    assert "The message of answers." in read.text
    assert "The hint of goes_on?" in read.text
    assert len(read.values("open")) == 1


def test_a_page_follows_the_readers_choice_of_light_or_dark() -> None:
    """Both are there, and the browser chooses."""
    assert "@media (prefers-color-scheme: dark)" in page("mixed").decode()


@pytest.mark.parametrize("name", ["mixed", "hostile"])
def test_a_browser_shows_the_page(tmp_path: Path, name: str) -> None:
    """Chromium finds the elements that we wrote, as many as we wrote, and draws the page in light and in dark."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("there is no chromium on this machine; Debian has a package of this name")
    written = page(name)
    (tmp_path / "page.html").write_bytes(written)
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    address = (tmp_path / "page.html").as_uri()
    seen = subprocess.run([*command, "--dump-dom", address], capture_output=True, check=True).stdout
    ours, theirs = Page(written), Page(seen)
    assert [tag for tag, _ in theirs.elements] == [tag for tag, _ in ours.elements]
    pictures = []
    for scheme, word in (("dark", 0), ("light", 1)):
        picture = tmp_path / f"{scheme}.png"
        options = [f"--screenshot={picture}", "--window-size=800,600", f"--blink-settings=preferredColorScheme={word}"]
        subprocess.run([*command, *options, address], capture_output=True, check=True)
        pictures.append(picture.read_bytes())
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("told", ["starts", "listens on 127.0.0.1:8080 and 127.0.0.1:8081"])
def test_no_note_stands_beyond_an_edge(told: str) -> None:
    """In a drawing, both edges stay clear of notes, however wide."""
    drawing = draw(
        (Event(at=0.0, who="server.py", what=told), Event(at=0.1, who="client 1", what="leaves", to="server.py"))
    )
    notes = [row for row in drawing.rows if row.kind == "note"]
    assert notes
    assert all(0 < row.x1 < row.x2 < drawing.width for row in notes)
