"""The tool that judges the judge: what it mutates, what it reports, and what it remembers."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.grade import Request, grader_hash
from grader.model import Status, Visibility
from tests.paths import SOLUTIONS
from tests.prove import grading, load
from tests.prove.corpus import Known, Program, all_known, known, named, rounds, samples
from tests.prove.grading import Memory, Outcome, grade_all
from tests.prove.matrix import fault, matrix, table, with_all_samples
from tests.prove.mutate import Mutant, mutants, normalised
from tests.prove.quiet import quiet, reasons_given
from tests.prove.sights import Sight, changes, sight_of
from tests.prove.survivors import Equivalence, MutantProgram, equivalences, survey
from tests.prove.ways import SEEDS, Comparison, compare, reasons_of_the_clock
from tests.scores import result

_GRADER = grader_hash(Request(submission=SOLUTIONS))
_ALL_WELL = Outcome({"listens": Status.PASSED, "answers": Status.PASSED}, {}, 1, _GRADER)
_ONE_LOST = Outcome({"listens": Status.PASSED, "answers": Status.FAILED}, {"answers": "heard nothing"}, 1, _GRADER)


def mutated(source: str, operator: str) -> set[str | None]:
    """Return the mutants that one operator makes of ``source``, normalised."""
    return {normalised(mutant.source) for mutant in mutants(source) if mutant.mutation.startswith(operator)}


@pytest.mark.parametrize(
    ("operator", "source", "becomes"),
    [
        ("drop_statement", "f()\ng()", "g()"),
        ("drop_statement", "while x:\n    f()", "pass"),
        ("double_statement", "while x:\n    f()", "while x:\n    f()\n    f()"),
        ("swap_statements", "while x:\n    f()\n    g()", "while x:\n    g()\n    f()"),
        ("move_out", "while x:\n    f()\n    g()", "f()\nwhile x:\n    g()"),
        ("move_out", "while x:\n    f()\n    g()", "while x:\n    f()\ng()"),
        ("move_out", "try:\n    f()\n    g()\nexcept E:\n    h()", "try:\n    f()\nexcept E:\n    h()\ng()"),
        ("move_in", "if x:\n    f()\n    while x:\n        g()", "if x:\n    while x:\n        f()\n        g()"),
        ("unwrap", "with f() as x:\n    g(x)", "x = f()\ng(x)"),
        ("unwrap", "try:\n    f()\nexcept E:\n    h()", "f()"),
        ("negate_condition", "if x:\n    f()", "if not x:\n    f()"),
        ("negate_condition", "while not x:\n    f()", "while x:\n    f()"),
        ("swap_jump", "while x:\n    break", "while x:\n    continue"),
        ("swap_jump", "while x:\n    f()\n    continue", "while x:\n    f()\n    break"),
        ("change_constant", "f(8080)", "f(8081)"),
        ("change_constant", "f('a')", "f('')"),
        ("change_constant", "while True:\n    f()", "while False:\n    f()"),
        ("change_constant", "f(socket.SOCK_STREAM)", "f(socket.SOCK_DGRAM)"),
        ("drop_call", "f(x.upper())", "f(x)"),
        ("drop_argument", "f(x, y)", "f(y)"),
        ("swap_call", "x.strip()", "x.rstrip()"),
        ("swap_exception", "try:\n    f()\nexcept OSError:\n    g()", "try:\n    f()\nexcept Exception:\n    g()"),
        ("swap_exception", "try:\n    f()\nexcept (A, B):\n    g()", "try:\n    f()\nexcept B:\n    g()"),
        (
            "swap_name",
            "def f():\n    x = g()\n    y = h()\n    x.close()",
            "def f():\n    x = g()\n    y = h()\n    y.close()",
        ),
    ],
)
def test_an_operator_makes_its_mistake(operator: str, source: str, becomes: str) -> None:
    """Every operator of the mutator makes the mistake that it is named after."""
    assert normalised(becomes) in mutated(source, operator)


def test_mutants_are_programs_that_differ_and_have_names_of_their_own() -> None:
    """No mutant is the program itself, another one in other words, or no Python; none shares its name."""
    source = (SOLUTIONS / "udp" / "server.py").read_text(encoding="utf-8")
    found = mutants(source)
    forms = [normalised(mutant.source) for mutant in found]
    assert None not in forms
    assert len({normalised(source), *forms}) == len(found) + 1
    assert len({mutant.name for mutant in found}) == len(found)


def test_the_name_of_a_mutant_does_not_depend_on_the_lines_above() -> None:
    """A comment that is added above changes the line of a mutant, not its name."""
    source = "f()\ng(1)\n"
    assert [mutant.name for mutant in mutants(source)] == [mutant.name for mutant in mutants(f"# new\n\n{source}")]


def mutant(at: str, mutation: str) -> MutantProgram:
    """Return a mutant of ``hello/server.py``."""
    return MutantProgram("hello/server", f"{at} {mutation}", f"{at} {mutation}".encode(), Mutant(at, mutation, 1, ""))


def test_a_survivor_is_reported() -> None:
    """A mutant with full marks is a survivor, unless it is written down as equivalent."""
    killed, spared, right = mutant("a()", "dropped"), mutant("b()", "dropped"), mutant("c()", "dropped")
    known = [Equivalence("prompts are free", ("hello/server",), ("c()",), ("dropped",))]
    found = survey({killed: _ONE_LOST, spared: _ALL_WELL, right: _ALL_WELL}, known)
    assert found.killed == {"a() dropped": ["answers"]}
    assert found.survivors == {"b() dropped": 1}
    assert found.equivalent == {"c() dropped": "prompts are free"}
    assert (found.killed_share, found.stale) == (0.5, [])


def test_an_equivalence_that_does_not_hold_is_reported() -> None:
    """What is written down as equivalent must be a mutant, and must get full marks."""
    right, killed = mutant("a()", "twice"), mutant("a()", "dropped")
    known = [Equivalence("why", ("hello/server",), ("a()", "gone()"), ("twice", "dropped"))]
    assert survey({right: _ALL_WELL, killed: _ONE_LOST}, known).stale == ["why: dropped", "why: gone()"]


def test_an_equivalence_of_a_line_covers_whatever_became_of_it() -> None:
    """Of a line of which nothing is asked, every mutant with full marks is equivalent; no other line's is."""
    twice, dropped, other = mutant("a()", "twice"), mutant("a()", "dropped"), mutant("b()", "twice")
    found = survey(dict.fromkeys((twice, dropped, other), _ALL_WELL), [Equivalence("why", ("hello/server",), ("a()",))])
    assert (set(found.equivalent), set(found.survivors)) == ({"a() twice", "a() dropped"}, {"b() twice"})


def test_every_equivalence_has_its_reason() -> None:
    """The list of equivalents can be read, and gives a reason for each."""
    assert all(entry.reason.endswith(".") for entry in equivalences())


def test_a_verdict_that_is_not_known_of_a_program_is_reported() -> None:
    """The matrix says where a program is judged otherwise than it is known to be."""
    accepted = Known("hello/server", "plain", b"", "accepted")
    rejected = Known("hello/server", "bug", b"", "rejected", frozenset({"answers"}))
    assert fault(accepted, _ALL_WELL) == fault(rejected, _ONE_LOST) == ""
    assert fault(accepted, _ONE_LOST) == "fails besides: answers (heard nothing)"
    assert fault(rejected, _ALL_WELL) == "does not fail: answers"
    assert ["rejected/bug", "✓", "✗"] in [
        line.split() for line in table(matrix({accepted: _ALL_WELL, rejected: _ONE_LOST})).splitlines()
    ]


def test_wrong_programs_that_pass_all_samples_are_listed() -> None:
    """The list names wrong programs alone, and only those that lose no sample check."""
    accepted = Known("hello/server", "plain", b"", "accepted")
    noticed = Known("hello/server", "deaf", b"", "rejected", frozenset({"listens"}))
    unnoticed = Known("hello/server", "mute", b"", "rejected", frozenset({"answers"}))
    deaf = Outcome({"listens": Status.FAILED, "answers": Status.NOT_RUN}, {}, 1, _GRADER)
    outcomes = {accepted: _ALL_WELL, noticed: deaf, unnoticed: _ONE_LOST}
    assert with_all_samples(outcomes, {"hello/server": frozenset({"listens"})}) == {"hello/server/mute": ["answers"]}


def test_a_mistake_that_no_sample_shows_has_a_reason() -> None:
    """A hidden check that finds such a program needs a reason; a reason for a check that finds none is stale."""
    unnoticed = {"hello/server/mute": ["answers", "rests"], "hello/server/rude": ["answers"]}
    found = quiet(unnoticed, {"hello/server": {"answers": "the samples do not ask.", "leaks": "nor here."}})
    assert found.programs == {"hello/server answers": ["mute", "rude"], "hello/server rests": ["mute"]}
    assert found.reasons == {"hello/server answers": "the samples do not ask."}
    assert (found.without_reason, found.stale) == (["hello/server rests"], ["hello/server leaks"])


def test_the_reasons_hold_of_the_wrong_programs() -> None:
    """The reasons are those of the hidden checks that wrong programs with full sample marks say they fail."""
    of_samples = samples()
    silent = [program for program in known("rejected") if not program.fails & of_samples[program.slot]]
    found = quiet({f"{each.slot}/{each.name}": sorted(each.fails) for each in silent}, reasons_given())
    assert (found.without_reason, found.stale) == ([], [])
    assert all(reason.endswith(".") for reason in found.reasons.values())


def test_a_changed_verdict_is_reported() -> None:
    """Of repeated gradings, each check that was not always judged alike is told, with what is unlike."""
    usual, other = Sight("passed", "", "quiet", seed=1), Sight("failed", "told", "under load", seed=2)
    found = changes({("solutions", "steady"): [usual, usual], ("solutions", "shaky"): [usual, other, usual]})
    assert [(change.check, change.seen, change.usual, change.unlike) for change in found] == [
        ("shaky", {"failed": 1, "passed": 2}, usual, [other])
    ]


@pytest.mark.parametrize("other", [{"line": 3}, {"misconception": "another"}, {"status": Status.PASSED}])
def test_a_verdict_is_the_status_the_misconception_and_the_line(other: dict[str, Any]) -> None:
    """Two gradings differ where one of these three differs; the seed and the words may."""
    one = result("udp/server.py", "listens", 1, Visibility.SAMPLE, Status.FAILED)
    same = msgspec.structs.replace(one, message="in other words")
    found = [
        sight_of(each, "quiet", seed) for seed, each in enumerate((one, same, msgspec.structs.replace(one, **other)))
    ]
    assert changes({("it", "listens"): found[:2]}) == []
    assert [change.unlike for change in changes({("it", "listens"): found})] == [found[2:]]


def test_two_ways_are_compared_check_by_check() -> None:
    """The same programs are graded in both ways, and a program that is judged alike in both is not told of."""
    programs = [named("tcp_v1_client/rejected/never_receives"), named("tcp_v1_client/accepted/plain")]
    graded: list[int] = []
    found = compare(programs, SEEDS, graded.append)
    assert (found.programs, found.verdicts, found.changes, graded) == (2, 2 * 2 * 5, [], [1, 1, 1, 1])


def test_a_program_that_is_judged_otherwise_by_the_clock_needs_a_reason() -> None:
    """Another status needs a reason, another line does not; a reason for a program that is judged alike is stale."""
    passed, failed, below = (
        Sight(verdict, "", "", 1) for verdict in ("passed", "failed at line 2", "failed at line 3")
    )
    found = Comparison(3, 6, changes({("a", "x"): [passed, failed], ("b", "x"): [failed, below], ("c", "x"): [passed]}))
    assert (found.without_reason({}), found.stale({})) == ({"a"}, set())
    assert (found.without_reason({"a": "why."}), found.stale({"a": "why.", "b": "why."})) == (set(), {"b"})


def test_the_reasons_of_the_clock_are_of_programs_that_there_are() -> None:
    """Every program that is said to be judged otherwise by the clock exists, and its reason is a sentence."""
    there = {f"{program.slot}/{program.verdict}/{program.name}" for program in all_known()}
    reasons = reasons_of_the_clock()
    assert set() < reasons.keys() <= there
    assert all(reason.endswith(".") for reason in reasons.values())


def test_a_round_has_one_program_for_each_slot() -> None:
    """Programs are graded together only where they do not take each other's place."""
    one, two, other = Program("a/server", "1", b""), Program("a/server", "2", b""), Program("a/client", "3", b"")
    assert rounds([one, two, other]) == [[one, other], [two]]


def test_only_what_is_new_is_graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outcomes are kept at once, so a second run grades only the programs that the first did not get to."""
    asked: list[str] = []

    def grade_round(programs: Iterable[Program]) -> dict[Program, Outcome]:
        asked.extend(program.name for program in programs)
        return dict.fromkeys(programs, _ALL_WELL)

    monkeypatch.setattr(grading, "grade_round", grade_round)
    first, second = Program("a/server", "first", b"1"), Program("a/server", "second", b"2")
    moved: list[int] = []
    grade_all([first], Memory(tmp_path), moved.append)
    assert grade_all([first, second], Memory(tmp_path), moved.append) == {first: _ALL_WELL, second: _ALL_WELL}
    assert asked == ["first", "second"]
    assert moved == [0, 1, 1, 1]


def test_what_could_not_be_carried_out_is_graded_again(tmp_path: Path) -> None:
    """An error says nothing about a program, nor does what a grader says that was changed since: both are forgotten."""
    program, memory = Program("a/server", "one", b"1"), Memory(tmp_path)
    memory.keep(program, Outcome({"listens": Status.ERROR}, {}, 1, _GRADER))
    memory.keep(program, Outcome({"listens": Status.PASSED}, {}, 1, "another grader"))
    assert memory.recall(program) is None
    memory.keep(program, _ONE_LOST)
    assert memory.recall(program) == _ONE_LOST


def test_a_load_is_there_or_nothing_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is repeated beside a load is void where a process of the load has ended by itself."""
    monkeypatch.setattr(load, "_BURNERS", 1)
    with load.load():
        assert os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    monkeypatch.setattr(load, "ROOT", tmp_path)  # where there is no such program
    with pytest.raises(RuntimeError, match="has ended by itself"), load.load():
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
