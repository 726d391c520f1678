"""Mutations of where statements stand: dropped, twice, in another order, in or out of a block."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import libcst as cst

Body = Sequence[cst.BaseStatement]
Bodies = Iterator[
    tuple[Body, cst.BaseStatement, str]
]  # the new body, the statement that it is about, what became of it
Rearrange = Callable[[Body], Bodies]


def drop_statement(body: Body) -> Bodies:
    """Leave out a statement, or a whole block."""
    for at, statement in enumerate(body):
        rest: Body = [*body[:at], *body[at + 1 :]]
        yield rest or [cst.SimpleStatementLine([cst.Pass()])], statement, "is dropped"


def double_statement(body: Body) -> Bodies:
    """Write a statement twice."""
    for at, statement in enumerate(body):
        if isinstance(statement, cst.SimpleStatementLine):
            yield [*body[: at + 1], *body[at:]], statement, "twice"


def swap_statements(body: Body) -> Bodies:
    """Let two neighbours change places."""
    for at, (one, other) in enumerate(pairwise(body)):
        yield [*body[:at], other, one, *body[at + 2 :]], one, f"after {head(other)}"


def move_out(body: Body) -> Bodies:
    """Put a statement that is inside a loop, a ``try``, a ``with`` or an ``if`` before it, or after it."""
    for at, block in enumerate(body):
        for inner_at, statement in enumerate(inside(block)):
            rest = [*inside(block)[:inner_at], *inside(block)[inner_at + 1 :]]
            emptied = _filled(block, rest or [cst.SimpleStatementLine([cst.Pass()])])
            yield [*body[:at], statement, emptied, *body[at + 1 :]], statement, f"before {head(block)}"
            yield [*body[:at], emptied, statement, *body[at + 1 :]], statement, f"after the end of {head(block)}"


def move_in(body: Body) -> Bodies:
    """Put the statement before a block at its beginning, the one after it at its end."""
    for at, (one, other) in enumerate(pairwise(body)):
        if inside(other):
            yield [*body[:at], _filled(other, [one, *inside(other)]), *body[at + 2 :]], one, f"within {head(other)}"
        if inside(one):
            yield [*body[:at], _filled(one, [*inside(one), other]), *body[at + 2 :]], other, f"within {head(one)}"


def unwrap(body: Body) -> Bodies:
    """Do once what is in a loop, always what is in an ``if``, unguarded what is in a ``try``, and never close."""
    for at, block in enumerate(body):
        if inside(block):
            yield [*body[:at], *_named_by(block), *inside(block), *body[at + 1 :]], block, "without the block"


AT_THE_TOP: tuple[Rearrange, ...] = (drop_statement, move_out, unwrap)
OPERATORS: tuple[Rearrange, ...] = (*AT_THE_TOP, double_statement, swap_statements, move_in)


def inside(statement: cst.BaseStatement) -> Body:
    """Return the body of a loop, a ``try``, a ``with`` or an ``if``; of anything else nothing."""
    if isinstance(statement, cst.While | cst.For | cst.Try | cst.With | cst.If) and isinstance(
        statement.body, cst.IndentedBlock
    ):
        return statement.body.body
    return ()


def head(node: cst.CSTNode) -> str:
    """Return the first line of a statement's code, without the comments before it."""
    bare: Any = without_body(node)
    bare = bare.with_changes(leading_lines=[]) if hasattr(bare, "leading_lines") else bare
    return cst.Module([]).code_for_node(bare).strip().split("\n")[0]


def without_body(statement: cst.CSTNode) -> cst.CSTNode:
    """Return the first line of a statement as a statement: quicker to write down than with what is inside it."""
    if isinstance(statement, cst.Try) or not isinstance(getattr(statement, "body", None), cst.IndentedBlock):
        return statement
    rest = {"orelse": None} if hasattr(statement, "orelse") else {}
    return statement.with_changes(body=cst.IndentedBlock([cst.SimpleStatementLine([cst.Pass()])]), **rest)


def _filled(block: Any, body: Body) -> cst.BaseStatement:  # noqa: ANN401 - any statement that has a body
    filled: cst.BaseStatement = block.with_changes(body=block.body.with_changes(body=body))
    return filled


def _named_by(block: cst.BaseStatement) -> Iterator[cst.BaseStatement]:
    """Give what a ``with`` opens its name."""
    for item in block.items if isinstance(block, cst.With) else ():
        if item.asname is not None and isinstance(item.asname.name, cst.Name):
            target = cst.AssignTarget(cst.Name(item.asname.name.value))
            yield cst.SimpleStatementLine([cst.Assign([target], item.item)])
