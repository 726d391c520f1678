"""The mistakes that are made in the grader: those of ``tests/prove``, and some that only longer programs have.

Sentences are not changed: their wording is free, so that a test of it would hold what may change.
"""

from collections.abc import Callable, Iterator

import libcst as cst

from tests.prove import expressions, statements
from tests.prove.expressions import Names, Replacements

_OTHERS: dict[type[cst.CSTNode], tuple[type[cst.CSTNode], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThan),
    cst.LessThanEqual: (cst.LessThan,),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThan),
    cst.GreaterThanEqual: (cst.GreaterThan,),
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
    cst.And: (cst.Or,),
    cst.Or: (cst.And,),
    cst.Add: (cst.Subtract,),
    cst.Subtract: (cst.Add,),
    cst.Multiply: (cst.Divide,),
    cst.Divide: (cst.Multiply,),
    cst.FloorDivide: (cst.Multiply,),
}


def swap_operator(node: cst.CSTNode, _: Names) -> Replacements:
    """``<`` -> ``<=``, ``and`` -> ``or``, ``+`` -> ``-`` and so on."""
    if isinstance(node, cst.BooleanOperation | cst.BinaryOperation | cst.ComparisonTarget):
        for other in _OTHERS.get(type(node.operator), ()):
            yield node.with_changes(operator=other())


def drop_operand(node: cst.CSTNode, _: Names) -> Replacements:
    """``x and y`` -> ``x`` and ``y``; ``x + y`` and ``x | y`` too."""
    if isinstance(node, cst.BooleanOperation | cst.BinaryOperation):
        yield from (node.left, node.right)


def drop_not(node: cst.CSTNode, _: Names) -> Replacements:
    """``not x`` -> ``x``."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
        yield node.expression


def change_figure(node: cst.CSTNode, _: Names) -> Replacements:
    """Make a number that is no integer ten times as large, and a tenth of it."""
    if isinstance(node, cst.Float):
        number = float(node.value)
        yield from (cst.Float(repr(other)) for other in (10 * number, number / 10))


def drop_result(node: cst.CSTNode, _: Names) -> Replacements:
    """Return nothing."""
    if isinstance(node, cst.Return) and node.value is not None and not _is_name(node.value, "None"):
        yield node.with_changes(value=None)


def change_word(node: cst.CSTNode, names: Names) -> Replacements:
    """Change a constant, but no sentence: a number, a truth value, or a text without blanks."""
    if not isinstance(node, cst.FormattedString) and not (isinstance(node, cst.SimpleString) and " " in node.raw_value):
        yield from expressions.change_constant(node, names)


def swap_exception(node: cst.CSTNode, names: Names) -> Replacements:
    """Catch something else; of several, leave one out."""
    yield from list(expressions.swap_exception(node, names))[:3]


EXPRESSIONS: tuple[Callable[[cst.CSTNode, Names], Replacements], ...] = (
    expressions.negate_condition,
    expressions.swap_jump,
    swap_operator,
    drop_operand,
    drop_not,
    change_figure,
    change_word,
    swap_exception,
    drop_result,
)


def drop_statement(body: statements.Body) -> statements.Bodies:
    """Leave out a statement, but no import, no definition and no docstring."""
    for rest, statement, becomes in statements.drop_statement(body):
        if not isinstance(statement, cst.FunctionDef | cst.ClassDef) and not is_silent(statement):
            yield rest, statement, becomes


def unwrap(body: statements.Body) -> statements.Bodies:
    """Do always what is in an ``if``, unguarded what is in a ``try`` or a ``with``, and once what is in a loop."""
    for rest, statement, becomes in statements.unwrap(body):
        if not isinstance(statement, cst.For) and not is_silent(statement):
            yield rest, statement, becomes


STATEMENTS = (drop_statement, unwrap)


def is_silent(statement: cst.CSTNode) -> bool:
    """Tell whether a statement does nothing, or nothing but say something to people and their tools."""
    if isinstance(statement, cst.If) and _is_name(statement.test, "TYPE_CHECKING"):
        return True
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    one = statement.body[0]
    if isinstance(one, cst.Assign):
        return _is_name(one.targets[0].target, "__all__")
    is_text = isinstance(one, cst.Expr) and isinstance(one.value, cst.SimpleString | cst.ConcatenatedString)
    is_field = isinstance(one, cst.AnnAssign) and one.value is None
    return is_text or is_field or isinstance(one, cst.Import | cst.ImportFrom | cst.Pass | cst.Del)


def parts(statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Return what is in a statement and may be changed: no annotation, no option of a type, no statement inside it."""
    yield statement
    for child in statement.children:
        inner = isinstance(child, cst.SimpleStatementLine | cst.BaseCompoundStatement | cst.ExceptHandler)
        is_option = isinstance(statement, cst.ClassDef) and isinstance(child, cst.Arg) and child.keyword is not None
        if not inner and not is_option and not isinstance(child, cst.Annotation):
            yield from parts(child)


def _is_name(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name
