"""A program -> its mutants: programs that differ from it by one mistake."""

import ast
import builtins
from collections import Counter
from collections.abc import Iterator

import libcst as cst
import msgspec
from libcst.metadata import MetadataWrapper, PositionProvider

from tests.prove import expressions, statements
from tests.prove.statements import head


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
    for operator, at, becomes, module in sorted(_all(wrapper.module), key=lambda item: lines[item[1]].start.line):
        form = normalised(module.code)
        if form is None or form in seen:
            continue
        seen.add(form)
        mutation = f"{operator} | {becomes}"
        names[head(at), mutation] += 1
        if names[head(at), mutation] > 1:
            mutation += f" | number {names[head(at), mutation]}"
        found.append(Mutant(head(at), mutation, lines[at].start.line, module.code))
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


def _all(module: cst.Module) -> Iterator[tuple[str, cst.CSTNode, str, cst.Module]]:
    """Return operator, the statement that it is about, what became of it, and the mutant."""
    for block in _nodes(module):
        if isinstance(block, cst.Module | cst.IndentedBlock):
            # The order of imports and definitions is no mistake: Python itself finds the one that matters.
            for rearrange in statements.AT_THE_TOP if block is module else statements.OPERATORS:
                for body, statement, becomes in rearrange(block.body):
                    changed = block.with_changes(body=body)
                    mutant = changed if block is module else module.deep_replace(block, changed)
                    assert isinstance(mutant, cst.Module)
                    yield rearrange.__name__, statement, becomes, mutant
    for line, names in _statements(module, ()):
        for node in _within(line):
            for operator in expressions.OPERATORS:
                for replacement in operator(node, names):
                    yield operator.__name__, line, *_replaced(module, line, node, replacement)


def _replaced(module: cst.Module, statement: cst.CSTNode, old: cst.CSTNode, new: cst.CSTNode) -> tuple[str, cst.Module]:
    changed = new if old is statement else statement.deep_replace(old, new)
    assert isinstance(changed, cst.CSTNode)
    mutant = module.deep_replace(statement, changed)
    assert isinstance(mutant, cst.Module)
    return head(changed), mutant


def _nodes(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield root
    for child in root.children:
        yield from _nodes(child)


def _statements(node: cst.CSTNode, names: tuple[str, ...]) -> Iterator[tuple[cst.CSTNode, tuple[str, ...]]]:
    """Return every statement, or part of one with a line of its own, and the variables of its function."""
    if isinstance(node, cst.FunctionDef):
        names = _variables(node)
    if _has_a_line(node):
        yield node, names
    for child in node.children:
        yield from _statements(child, names)


def _within(statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Return what a statement consists of, without the statements inside it."""
    yield statement
    for child in statement.children:
        if not _has_a_line(child):
            yield from _within(child)


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
