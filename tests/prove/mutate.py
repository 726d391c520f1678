"""A program -> its mutants: programs that differ from it by one mistake."""

import ast
import builtins
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

import libcst as cst
import msgspec
from libcst.metadata import MetadataWrapper, PositionProvider

from tests.prove import expressions, statements
from tests.prove.statements import Rearrange, head, without_body


class Mutant(msgspec.Struct, frozen=True):
    """One mutant: which line of the program was mutated, and how. Neither depends on the lines around it."""

    at: str  # the first line of the statement, as it was
    mutation: str  # operator | what became of it; the second of its kind in the program is "number 2"
    line: int
    source: str

    @property
    def name(self) -> str:
        """What it is called: no other mutant of the program has this name."""
        return f"{self.at} | {self.mutation}"


def mutants(source: str) -> list[Mutant]:
    """Return all mutants that compile, differ from ``source`` and from one another, in the order of their lines."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    lines = wrapper.resolve(PositionProvider)
    seen = {normalised(source)}
    names: Counter[tuple[str, str]] = Counter()
    found = []
    for change in sorted(_changes(wrapper.module), key=lambda change: lines[change.at].start.line):
        source_of_mutant = change.make().code
        form = normalised(source_of_mutant)
        if form is None or form in seen:
            continue
        seen.add(form)
        mutation = change.mutation
        names[head(change.at), mutation] += 1
        if names[head(change.at), mutation] > 1:
            mutation += f" | number {names[head(change.at), mutation]}"
        found.append(Mutant(head(change.at), mutation, lines[change.at].start.line, source_of_mutant))
    return found


def normalised(source: str) -> str | None:
    """Return the program without what says nothing: comments, docstrings, ``pass`` among others. None: no program."""
    try:
        tree = ast.parse(source)
        compile(tree, "mutant", "exec")
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list):
                setattr(node, field, [one for one in body if not _says_nothing(one)] or body[:1])
    return ast.unparse(tree)


def _says_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


class Change(NamedTuple):
    """One mistake that could be made: the statement that it is about, what becomes of it, and what makes the mutant."""

    operator: str
    at: cst.CSTNode
    becomes: str
    make: Callable[[], cst.Module]

    @property
    def mutation(self) -> str:
        """What the mutation is called."""
        return f"{self.operator} | {self.becomes}"


def _changes(module: cst.Module) -> Iterator[Change]:
    # The order of imports and definitions is no mistake: Python itself finds the one that matters.
    yield from rearranged(module, statements.OPERATORS, statements.AT_THE_TOP)
    for line, names in lines_with_names(module):
        for node in within(line):
            for operator in expressions.OPERATORS:
                for replacement in operator(node, names):
                    yield replaced(module, operator.__name__, line, node, replacement)


def rearranged(module: cst.Module, operators: Iterable[Rearrange], at_the_top: Iterable[Rearrange]) -> Iterator[Change]:
    """Return what the operators change in the blocks of a module."""
    for block in _nodes(module):
        if isinstance(block, cst.Module | cst.IndentedBlock):
            for rearrange in at_the_top if block is module else operators:
                for body, statement, becomes in rearrange(block.body):
                    yield Change(rearrange.__name__, statement, becomes, partial(_with_body, module, block, body))


def _with_body(module: cst.Module, block: cst.Module | cst.IndentedBlock, body: statements.Body) -> cst.Module:
    changed = block.with_changes(body=body)
    mutant = changed if block is module else module.deep_replace(block, changed)
    assert isinstance(mutant, cst.Module)
    return mutant


def replaced(module: cst.Module, operator: str, statement: cst.CSTNode, old: cst.CSTNode, new: cst.CSTNode) -> Change:
    """Return the change of ``old``, a part of ``statement``, into ``new``."""
    becomes = new if old is statement else without_body(statement).deep_replace(old, new)
    assert isinstance(becomes, cst.CSTNode)

    def make() -> cst.Module:
        mutant = module.deep_replace(old, new)
        assert isinstance(mutant, cst.Module)
        return mutant

    return Change(operator, statement, head(becomes), make)


def _nodes(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield root
    for child in root.children:
        yield from _nodes(child)


def lines_with_names(
    node: cst.CSTNode, names: expressions.Names = ()
) -> Iterator[tuple[cst.CSTNode, expressions.Names]]:
    """Return every statement, or part of one with a line of its own, and the variables of its function."""
    if isinstance(node, cst.FunctionDef):
        names = _variables(node)
    if _has_a_line(node):
        yield node, names
    for child in node.children:
        yield from lines_with_names(child, names)


def within(statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Return what a statement consists of, without the statements inside it."""
    yield statement
    for child in statement.children:
        if not _has_a_line(child):
            yield from within(child)


def _has_a_line(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement | cst.ExceptHandler)


def _variables(function: cst.FunctionDef) -> tuple[str, ...]:
    """Return the names that a function binds, in order."""
    names = [
        node.value
        for binding in _nodes(function)
        if isinstance(binding, cst.Param | cst.AssignTarget | cst.AsName)
        for node in _nodes(binding)
        if isinstance(node, cst.Name)
    ]
    return tuple(name for name in dict.fromkeys(names) if not hasattr(builtins, name))
