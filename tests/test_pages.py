"""The pages name only what there is."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT, run

PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "grader" / "README.md"} - {ROOT / "CHANGELOG.md"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    """What a page links to is there, with the heading that is meant."""
    for target, heading in re.findall(r"\]\(([^)#:]+)(?:#([^)]*))?\)", page.read_text()):
        there = page.parent / target
        assert there.exists(), target
        if heading:
            headings = re.findall(r"^#+ (.*)$", there.read_text(), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_are_those_of_the_makefile(page: Path) -> None:
    """Every `make` in a page is a target, and every command of the grader's is one that it has."""
    targets = set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^\s*|`)make ([a-z0-9]+)", page.read_text(), re.MULTILINE)) <= targets
    commands = run("--help").stdout.partition("Commands:")[2].split()
    assert set(re.findall(r"-m grader ([a-z0-9]+)", page.read_text())) <= set(commands)


def test_the_container_is_made_of_what_is_there(tmp_path: Path) -> None:
    """The recipe copies what exists, sets up with the README's own command, and starts the grader, wherever."""
    recipe = (ROOT / "Containerfile").read_text()
    sources = [word for line in re.findall(r"^COPY (.*)$", recipe, re.MULTILINE) for word in line.split()[:-1]]
    assert sources
    assert all((ROOT / source).exists() for source in sources)
    assert "RUN make .venv/ready-to-grade" in recipe
    subprocess.run(["make", "--dry-run", ".venv/ready-to-grade"], cwd=ROOT, check=True, capture_output=True)
    (start,) = re.findall(r"^ENTRYPOINT (.*)$", recipe, re.MULTILINE)
    words = [word.replace("/grader/", f"{ROOT}/", 1).replace(f"{ROOT}/.venv", sys.prefix) for word in json.loads(start)]
    done = subprocess.run([*words, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "SUBMISSION" in done.stdout
