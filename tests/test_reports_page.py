"""docs/reports.md cannot lie: every field of every format stands there, and no other."""

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from grader.report.formats import FORMATS, render
from grader.report.marked import Marked
from grader.text import say
from tests.paths import ROOT
from tests.scores import SAMPLES, score
from tests.test_formats import JSON_FORMATS, RUNNER

PAGE = (ROOT / "docs" / "reports.md").read_text()
# The long paths of the score have short names on the page.
SHORT = (
    ("exercises[].programs[].checks[].transcript[].", "event."),
    ("exercises[].programs[].checks[].", "check."),
    ("exercises[].programs[].", "program."),
    ("exercises[].", "exercise."),
)
LONG = score(
    "fffffffff",
    title_text=say("{number} hidden checks", number=3),
    transcript=SAMPLES["hostile"].exercises[0].programs[0].checks[0].transcript * 500,
)


def fields(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Return the paths of all fields: ``tests[].name``."""
    if isinstance(value, dict):
        for key, item in value.items():
            name = f"{path}.{key}" if path else key
            short_name = next((short + name.removeprefix(long) for long, short in SHORT if name.startswith(long)), name)
            yield re.sub(r"^.*_text\.", "text.", short_name)
            if key != "values":  # which there are depends on the sentence
                yield from fields(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from fields(item, f"{path}[]")


def attributes(report: bytes) -> Iterator[str]:
    """Return the elements and attributes of XML: ``testcase@name``."""
    for element in ET.fromstring(report.decode()).iter():  # noqa: S314 - we wrote it ourselves
        yield element.tag
        yield from (f"{element.tag}@{name}" for name in element.attrib)


def documented(form: str) -> set[str]:
    """Return the fields in the table of a format's section."""
    section = re.search(rf"^## `{form}`.*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section, f"docs/reports.md has no section on {form}"
    return set(re.findall(r"^\| `([^`]+)` \|", section[0], re.MULTILINE))


@pytest.mark.parametrize("form", [*JSON_FORMATS, "junit"])
def test_every_field_is_documented(form: str) -> None:
    """The table of a format's section names exactly the fields that its reports have."""
    found: set[str] = set()
    for sample in (*SAMPLES.values(), LONG):
        report = render(form, Marked(sample, environment=RUNNER))
        found |= set(attributes(report) if form == "junit" else fields(json.loads(report)))
    assert found == documented(form)


def test_every_format_has_a_section() -> None:
    """Those for people, too."""
    assert set(re.findall(r"^## `(\w+)`", PAGE, re.MULTILINE)) == set(FORMATS)
