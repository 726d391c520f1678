"""Mutations within one statement: what stands in it is dropped, swapped or changed."""

import builtins
from collections.abc import Callable, Iterator

import libcst as cst

# Calls that are taken for one another, and constants of the socket module that are.
_METHODS = {
    "accept": ("detach",),
    "bind": ("connect",),
    "connect": ("bind", "connect_ex"),
    "encode": ("strip",),
    "recv": ("recvfrom",),
    "recvfrom": ("recv",),
    "sendall": ("send",),
    "strip": ("lstrip", "rstrip"),
    "upper": ("lower", "swapcase", "capitalize"),
}
_CONSTANTS = {
    "AF_INET": "AF_INET6",
    "SOCK_STREAM": "SOCK_DGRAM",
    "SOCK_DGRAM": "SOCK_STREAM",
    "SO_REUSEADDR": "SO_REUSEPORT",
    "SOL_SOCKET": "IPPROTO_TCP",
}

Names = tuple[str, ...]  # the variables of the function that a node stands in
Replacements = Iterator[cst.CSTNode]


def negate_condition(node: cst.CSTNode, _: Names) -> Replacements:
    """``if x`` -> ``if not x``, ``if not x`` -> ``if x``; ``while`` and ``x if y else z`` too."""
    if isinstance(node, cst.If | cst.While | cst.IfExp):
        test = node.test
        if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
            yield node.with_changes(test=test.expression)
        else:
            in_brackets = test if isinstance(test, cst.Name) else _in_brackets(test)
            yield node.with_changes(test=cst.UnaryOperation(operator=cst.Not(), expression=in_brackets))


def swap_jump(node: cst.CSTNode, _: Names) -> Replacements:
    """``break`` <-> ``continue``, and both -> ``return``."""
    if isinstance(node, cst.Break):
        yield from (cst.Continue(), cst.Return())
    if isinstance(node, cst.Continue):
        yield from (cst.Break(), cst.Return())


def change_constant(node: cst.CSTNode, _: Names) -> Replacements:
    """Make a number one more, one less or 0, a text empty or longer, a constant of the socket module another."""
    if isinstance(node, cst.Integer):
        number = int(node.value, 0)
        yield from (cst.Integer(str(other)) for other in (number + 1, max(number - 1, 0), 0))
    if isinstance(node, cst.SimpleString):
        yield node.with_changes(value=f"{node.prefix}{node.quote}{node.quote}")
        yield node.with_changes(value=f"{node.prefix}{node.quote}x{node.raw_value}{node.quote}")
    if isinstance(node, cst.FormattedString):
        yield cst.SimpleString('""')
        for at, part in enumerate(node.parts):
            if isinstance(part, cst.FormattedStringExpression):
                yield node.with_changes(parts=[*node.parts[:at], *node.parts[at + 1 :]])
    if isinstance(node, cst.Name) and node.value in {"True", "False"}:
        yield cst.Name(str(node.value == "False"))
    if isinstance(node, cst.Attribute) and node.attr.value in _CONSTANTS:
        yield node.with_changes(attr=cst.Name(_CONSTANTS[node.attr.value]))


def drop_call(node: cst.CSTNode, _: Names) -> Replacements:
    """``x.f()`` -> ``x``, ``f(x)`` -> ``x``."""
    if isinstance(node, cst.Call):
        if isinstance(node.func, cst.Attribute):
            yield node.func.value
        elif node.args:
            yield node.args[0].value


def drop_argument(node: cst.CSTNode, _: Names) -> Replacements:
    """``f(x, y)`` -> ``f(x)`` and ``f(y)``."""
    if isinstance(node, cst.Call):
        for at in range(len(node.args)):
            yield node.with_changes(args=[*node.args[:at], *node.args[at + 1 :]])


def swap_call(node: cst.CSTNode, _: Names) -> Replacements:
    """Call a method that is easily taken for the right one: ``send`` for ``sendall``."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        for other in _METHODS.get(node.func.attr.value, ()):
            yield node.with_deep_changes(node.func, attr=cst.Name(other))


def swap_exception(node: cst.CSTNode, _: Names) -> Replacements:
    """Catch something else, the class above, or one below; of several, leave one out."""
    if isinstance(node, cst.ExceptHandler):
        if isinstance(node.type, cst.Name):
            yield from (node.with_changes(type=cst.Name(other)) for other in _relatives(node.type.value))
        if isinstance(node.type, cst.Tuple):
            for at in range(len(node.type.elements)):
                rest = [*node.type.elements[:at], *node.type.elements[at + 1 :]]
                yield node.with_changes(type=rest[0].value if len(rest) == 1 else cst.Tuple(rest))


def swap_name(node: cst.CSTNode, names: Names) -> Replacements:
    """``connection.close()`` -> ``server.close()``: call a method of another variable, or pass another one."""
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.value.value in names:
        yield from (node.with_changes(value=cst.Name(other)) for other in names if other != node.value.value)
    if isinstance(node, cst.Arg) and isinstance(node.value, cst.Name) and node.value.value in names:
        yield from (node.with_changes(value=cst.Name(other)) for other in names if other != node.value.value)


OPERATORS: tuple[Callable[[cst.CSTNode, Names], Replacements], ...] = (
    negate_condition,
    swap_jump,
    change_constant,
    drop_call,
    drop_argument,
    swap_call,
    swap_exception,
    swap_name,
)


def _relatives(name: str) -> Iterator[str]:
    yield "ValueError"
    caught = getattr(builtins, name, None)
    if caught is not None:
        yield caught.__base__.__name__
        yield from sorted(kind.__name__ for kind in caught.__subclasses__() if kind.__module__ == "builtins")


def _in_brackets(expression: cst.BaseExpression) -> cst.BaseExpression:
    return expression.with_changes(lpar=[cst.LeftParen(), *expression.lpar], rpar=[*expression.rpar, cst.RightParen()])
