"""Attacks: programs that want more than marks, and what they must not gain, in each kind of world that claims so.

An attack is a folder below ``tests/submissions/hostile``: a program whose first lines say what it tries, and files
beside it. Where it gets what it wants it prints GAINED, or it can be seen from outside.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.attacks import ATTACKS, FAMILIES, KINDS, PAGE, Attack, attacks, page
from tests.paths import EXERCISES, GRADER, ROOT, SOLUTIONS, environment

FULL, AT_MOST = "full", "up to "  # whoever does not wait for the other end earns more or less, as it happens
LARGEST_REPORT = 400_000  # bytes
COMMANDS = ("##[", "##vso[")  # that a machine obeys wherever they stand in its log; "::" only at a line's beginning

# Everything that a grading leaves behind, however it got away, becomes a child of this.
KEEPER = """
import subprocess, sys
from grader.sandbox.network import adopt_orphans
from grader.observe.processes import end_children, family
import os
adopt_orphans()
status = subprocess.call(sys.argv[2:])
open(sys.argv[1], "w").write(repr(list(family(os.getpid()))[1:]))
end_children()
sys.exit(status)
"""


class Aftermath(msgspec.Struct, frozen=True):
    """What a grading came to."""

    status: int
    score: dict[str, Any]
    raw: str
    said: str
    left_running: str
    reports: tuple[str, ...]
    is_untouched: bool
    left_in_tmp: tuple[str, ...]


def in_rounds() -> Iterator[Any]:
    """Return the attacks as parameters, with the kind of world and the place in a submission that several share."""
    for kind in KINDS:
        taken: Counter[str] = Counter()
        for attack in attacks():
            if kind not in attack.stopped + attack.bounded:
                continue
            slot = min(attack.slots(), key=taken.__getitem__)
            number = taken[slot]
            taken[slot] += 1
            group = f"hostile {number}" if kind == "namespaces" else "loopback"
            marks = [pytest.mark.xdist_group(group)]
            if kind == "user":
                marks.append(pytest.mark.skipif(os.getuid() != 0, reason="only root can run programs as another user"))
            yield pytest.param(attack, kind, slot, number, id=f"{attack.name}-{kind}", marks=marks)


def fingerprint(*folders: Path) -> str:
    """Hash all files below the folders, Python's own caches excepted."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if "__pycache__" not in path.parts and path.is_file():
                digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def everybodys_files() -> set[str]:
    """Return what lies where everybody may write."""
    places = [Path("/var/tmp"), Path("/dev/shm")]  # noqa: S108 - it is only listed
    return {str(path) for place in places if place.exists() for path in place.iterdir()}


def grade(place: Path, kind: str, members: list[tuple[Attack, str]]) -> Aftermath:
    """Grade the attacks in one submission, in a place whose folders are open to everybody, as they often are."""
    submission, other = place / "class" / "submission", place / "class" / "other"
    words = {"ROOT": ROOT, "HOME": Path.home(), "TMP": place / "tmp", "REPORTS": place / "reports"}
    words |= {"SUBMISSION": submission, "OTHER": other}
    texts = {word: str(path) for word, path in words.items()} | {"TOKEN": place.name, "SECRET": place.name[::-1]}
    shutil.copytree(SOLUTIONS, other)
    for attack, slot in members:
        target = (submission / slot).parent
        target.mkdir(parents=True, exist_ok=True)
        for path in (ATTACKS / attack.name).iterdir():
            text = path.read_text(encoding="utf-8")
            for word, value in texts.items():
                text = text.replace(f"@{word}@", value)
            name = slot.rpartition("/")[2] if path.name == attack.program else path.name
            (target / name).write_text(text, encoding="utf-8")
    for name in ("tmp", "reports"):
        (place / name).mkdir()
    (place / "reports" / "old.json").write_text("{}")
    watched = (ROOT / "grader", EXERCISES, SOLUTIONS, place / "class")
    before, lying_about = fingerprint(*watched), everybodys_files()
    command = [sys.executable, "-c", KEEPER, str(place / "left"), *GRADER, "grade", str(submission)]
    command += ["--isolation", kind, "--verbose", "--reports", str(place / "reports")]
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(TMPDIR=str(place / "tmp"), SECRET_OF_THE_GRADER=place.name[::-1]),
        capture_output=True,
        text=True,
        check=False,
    )
    score = json.loads((place / "reports" / "score.json").read_text())
    return Aftermath(
        status=answer.returncode,
        score=score,
        raw=(place / "reports" / "raw.json").read_text(),
        said=answer.stdout + answer.stderr,
        left_running=(place / "left").read_text(),
        reports=tuple(sorted(path.name for path in (place / "reports").iterdir())),
        is_untouched=fingerprint(*watched) == before,
        left_in_tmp=tuple(
            [path.name for path in (place / "tmp").iterdir()]
            + [path for path in everybodys_files() - lying_about if place.name in path or "filling" in path]
        ),
    )


@pytest.fixture(scope="session")
def aftermath() -> Iterator[Callable[[str, int], Aftermath]]:
    """Return a function that grades a round of attacks, once."""
    places = []

    @cache
    def of_round(kind: str, number: int) -> Aftermath:
        place = Path(tempfile.mkdtemp(prefix="hostile-"))
        places.append(place)
        place.chmod(0o755)
        rounds = (parameter.values for parameter in in_rounds())
        return grade(place, kind, [(attack, slot) for attack, its, slot, at in rounds if (its, at) == (kind, number)])

    yield of_round
    for place in places:
        shutil.rmtree(place)


@pytest.mark.parametrize(("attack", "kind", "slot", "number"), in_rounds())
def test_an_attack_gains_nothing(
    attack: Attack, kind: str, slot: str, number: int, aftermath: Callable[[str, int], Aftermath]
) -> None:
    """The score is what the program honestly earns; nothing is read, written, left behind, or said in our name."""
    after = aftermath(kind, number)
    program = next(
        program
        for exercise in after.score["exercises"]
        for program in exercise["programs"]
        if f"{exercise['name']}/{program['file']}" == slot
    )
    story = json.dumps(program, indent=1, ensure_ascii=False)
    assert "GAINED" not in story, story
    most = program["max_score"] if attack.score == FULL else int(attack.score.removeprefix(AT_MOST))
    assert program["score"] <= most, story
    assert attack.score.startswith(AT_MOST) or program["score"] == most, story
    assert "error" not in {check["status"] for check in program["checks"]}, story
    assert len(story) < LARGEST_REPORT


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        pytest.param(kind, number, marks=marks)
        for (kind, number), marks in {
            (parameter.values[1], parameter.values[3]): parameter.marks for parameter in in_rounds()
        }.items()
    ],
)
def test_a_round_of_attacks_leaves_the_house_as_it_was(
    kind: str, number: int, aftermath: Callable[[str, int], Aftermath]
) -> None:
    """The grading ends with a complete report, and there is no process, no file and no changed file of theirs."""
    after = aftermath(kind, number)
    assert (after.status, after.score["complete"]) == (1, True), after.said
    assert after.score["isolation"] == kind
    assert after.left_running == "[]"
    assert after.reports == ("old.json", "raw.json", "score.json")
    assert after.is_untouched
    assert after.left_in_tmp == ()
    assert len(after.raw) < 2 * LARGEST_REPORT
    assert "GAINED" not in after.said + after.raw
    assert "\x1b" not in after.said + after.raw
    assert [line for line in after.said.splitlines() if line.lstrip().startswith("::")] == []
    assert not any(command in after.said for command in COMMANDS)


def test_every_family_is_tried_in_every_kind() -> None:
    """There are attacks of every family, at least forty-five in all, and names are told apart."""
    assert {attack.family for attack in attacks()} == set(FAMILIES)
    assert len(attacks()) >= 45
    for kind in ("namespaces", "user"):
        assert {attack.family for attack in attacks() if kind in attack.stopped + attack.bounded} == set(FAMILIES)


def test_the_page_about_security_is_up_to_date() -> None:
    """What docs/security.md says about the attacks is what is tried here; ``python -m tests.attacks`` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()
