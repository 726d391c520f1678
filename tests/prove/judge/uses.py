"""Which functions of the grader use a name: what is outside of all functions concerns those that use what it names."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.paths import ROOT

Lines = Mapping[str, frozenset[int]]  # by modules


def uses_of_names(paths: Iterable[Path]) -> dict[str, dict[str, frozenset[int]]]:
    """Return the lines of the functions in which each name stands, by names and modules."""
    found: dict[str, dict[str, frozenset[int]]] = {}
    for path in paths:
        module = str(path.relative_to(ROOT))
        for function in _outermost(ast.parse(path.read_text(encoding="utf-8"))):
            lines = frozenset(range(function.body[0].lineno, (function.end_lineno or 0) + 1))
            for name in _names(function):
                of_name = found.setdefault(name, {})
                of_name[module] = of_name.get(module, frozenset()) | lines
    return found


def using(names: Iterable[str], uses: Mapping[str, Lines], module: str) -> dict[str, frozenset[int]]:
    """Return the lines of the functions that use one of the names: of ``module``, and where there are none, of all."""
    found: dict[str, frozenset[int]] = {}
    for name in names:
        for other, lines in uses.get(name, {}).items():
            found[other] = found.get(other, frozenset()) | lines
    return {module: found[module]} if module in found else found


def _outermost(node: ast.AST) -> Iterator[ast.FunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield child
        else:
            yield from _outermost(child)


def _names(function: ast.FunctionDef) -> set[str]:
    nodes = list(ast.walk(function))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }
