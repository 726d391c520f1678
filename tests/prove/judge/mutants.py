"""The mutants of the grader: of every function a sample of what could be wrong with it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import libcst as cst
import msgspec
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from tests.paths import ROOT
from tests.prove.judge.operators import EXPRESSIONS, STATEMENTS, is_silent, parts
from tests.prove.mutate import Change, lines_with_names, normalised, rearranged, replaced
from tests.prove.statements import head


class GraderMutant(msgspec.Struct, frozen=True):
    """One mutant of a module, which differs by one mistake.

    ``lines``: of the statement that was changed, without the statements inside it. ``body``: of the function that it is
    in. ``names``: outside of all functions, what the statement gives a name to.
    """

    module: str  # grader/engine/watch.py
    function: str  # Watch.count; or the class, or nothing
    at: str  # the first line of the statement, as it was
    mutation: str
    line: int
    lines: frozenset[int]
    body: frozenset[int]
    names: frozenset[str]
    source: str

    @property
    def name(self) -> str:
        """What it is called: no other mutant has this name."""
        return f"{self.module} | {self.function} | {self.at} | {self.mutation}"


class Sample(msgspec.Struct, frozen=True):
    """The mutants that were chosen, and how many there could be."""

    mutants: list[GraderMutant]
    possible: int


def sample_of(path: Path, most: int | None) -> Sample:
    """Return the mutants of a module: of each function, and of what is outside of them, at most so many; None: all.

    Which ones depends on their names alone, so that the choice stays the same while other functions are changed.
    """
    source = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    functions = dict(_functions(wrapper.module, ""))
    groups: dict[str, list[tuple[str, Change]]] = {}
    names: Counter[tuple[str, str, str]] = Counter()
    for change in _changes(wrapper.module):
        function, _ = functions[change.at]
        key = (function, head(change.at), change.mutation)
        names[key] += 1
        number = f" | number {names[key]}" if names[key] > 1 else ""
        groups.setdefault(function, []).append((change.mutation + number, change))
    found, seen = [], {normalised(source)}
    relative = str(path.relative_to(ROOT))
    for function, group in groups.items():
        chosen = 0
        for mutation, change in _in_turn(function, group):
            if chosen == most:
                break
            mutated = change.make().code
            form = normalised(mutated)
            if form is None or form in seen:
                continue
            seen.add(form)
            chosen += 1
            lines = frozenset(_own_lines(change.at, positions))
            inside = functions[change.at][1]
            body = frozenset(_body(inside, positions)) if inside is not None else frozenset[int]()
            given = frozenset(_names_given(change.at)) if inside is None else frozenset[str]()
            line = positions[change.at].start.line
            found.append(GraderMutant(relative, function, head(change.at), mutation, line, lines, body, given, mutated))
    return Sample(sorted(found, key=lambda one: (one.line, one.name)), sum(map(len, groups.values())))


def _changes(module: cst.Module) -> Iterator[Change]:
    yield from rearranged(module, STATEMENTS, STATEMENTS)
    for line, names in lines_with_names(module):
        if not is_silent(line):
            for node in parts(line):
                for operator in EXPRESSIONS:
                    for replacement in operator(node, names):
                        yield replaced(module, operator.__name__, line, node, replacement)


def _in_turn(function: str, group: list[tuple[str, Change]]) -> list[tuple[str, Change]]:
    """Draw lots, one for each operator, then another one for each."""
    drawn = sorted(group, key=lambda one: _lot(f"{function} {head(one[1].at)} {one[0]}"))
    before: Counter[str] = Counter()
    ranks = []
    for _, change in drawn:
        ranks.append(before[change.operator])
        before[change.operator] += 1
    return [one for _, one in sorted(zip(ranks, drawn, strict=True), key=lambda ranked: ranked[0])]


def _lot(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def _functions(
    node: cst.CSTNode, name: str, inside: cst.FunctionDef | None = None
) -> Iterator[tuple[cst.CSTNode, tuple[str, cst.FunctionDef | None]]]:
    """Return the outermost function that each statement is in, or which it is, and what that is called."""
    for child in node.children:
        inner, called = inside, name
        if isinstance(child, cst.FunctionDef | cst.ClassDef) and inside is None:
            called = f"{name}.{child.name.value}".lstrip(".")
            inner = child if isinstance(child, cst.FunctionDef) else None
        if isinstance(child, cst.SimpleStatementLine | cst.BaseCompoundStatement | cst.ExceptHandler):
            yield child, (called, inner)
        yield from _functions(child, called, inner)


def _own_lines(statement: cst.CSTNode, positions: Mapping[cst.CSTNode, CodeRange]) -> range:
    place = positions[statement]
    body = getattr(statement, "body", None)
    last = positions[body].start.line if isinstance(body, cst.IndentedBlock) else place.end.line + 1
    return range(place.start.line, max(last, place.start.line + 1))


def _names_given(statement: cst.CSTNode) -> Iterator[str]:
    """Return the names that a statement binds."""
    if isinstance(statement, cst.ClassDef | cst.FunctionDef):
        yield statement.name.value
    for one in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
        targets = [target.target for target in one.targets] if isinstance(one, cst.Assign) else []
        targets += [one.target] if isinstance(one, cst.AnnAssign) else []
        for target in targets:
            yield from (node.value for node in parts(target) if isinstance(node, cst.Name))


def _body(function: cst.FunctionDef, positions: Mapping[cst.CSTNode, CodeRange]) -> range:
    place = positions[function.body]
    return range(place.start.line, place.end.line + 1)
