"""What a lesson cannot mean: mistakes in its checks, its service and its misconceptions, found before anything runs."""

import inspect
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import get_type_hints

from grader.engine.service import Service
from grader.engine.words import Words
from grader.kit.check import Check, defined_in
from grader.kit.program import Program
from grader.model import Visibility

PROGRAMS = ("server", "client", "program")  # what a check may call the student's program
_WORDS = "words"
_MOST_POINTS = 100_000
_TABLES = ("FOR_SERVERS", "FOR_CLIENTS")


def of_names(module: ModuleType) -> Iterator[str]:
    """Tell which checks of a module are lost, because something else has their names."""
    for check in defined_in(module):
        name = check.function.__name__
        if vars(module).get(name) is not check:
            yield f"{module.__name__}: {name!r} is there twice, so a check of this name is lost; give it another name"


def of_checks(checks: Sequence[Check]) -> Iterator[str]:
    """Tell what is wrong with the checks of a lesson, each by itself and all together."""
    known: dict[str, Check] = {}
    for check in checks:
        where = f"{check.function.__module__}: {check.function.__name__}"
        if check.name in known:
            yield f"{where}: there is a check of this name in {known[check.name].function.__module__} too"
        known[check.name] = check
        for mistake in (*_of_words(check), *_of_parameters(check)):
            yield f"{where}: {mistake}"
    for check in checks:
        for mistake in _of_dependence(check, known):
            yield f"{check.function.__module__}: {check.function.__name__}: {mistake}"


def of_service(module: ModuleType) -> Iterator[str]:
    """Tell what is wrong with the module ``service`` of a lesson."""
    if not isinstance(getattr(module, "SERVICE", None), Service):
        yield f"{module.__name__}: SERVICE must be there, a Service of grader.engine.service"


def of_misconceptions(module: ModuleType) -> Iterator[str]:
    """Tell what is wrong with the module ``misconceptions`` of a lesson."""
    if not callable(getattr(module, "misconception", None)):
        yield f"{module.__name__}: misconception must be there, a function from the evidence to a misconception or None"
    for name in _TABLES:
        table = getattr(module, name, None)
        if not isinstance(table, tuple) or not all(_is_misconception(each) for each in table):
            yield f"{module.__name__}: {name} must be there, a tuple of misconceptions; it may be empty"


def _is_misconception(each: object) -> bool:
    """Tell whether this is a Misconception, which stands on a floor above."""
    return all(isinstance(getattr(each, key, None), str) for key in ("name", "story", "hint"))


def _of_words(check: Check) -> Iterator[str]:
    is_number = isinstance(check.points, int) and not isinstance(check.points, bool)
    if not (is_number and 1 <= check.points <= _MOST_POINTS):
        yield f"points must be a whole number from 1 to {_MOST_POINTS}, not {check.points!r}"
    if not isinstance(check.hint, str):
        yield f"hint must be a sentence, not {check.hint!r}"
    if not check.title:
        yield "it has no docstring, which is the sentence that students read"


def _of_parameters(check: Check) -> Iterator[str]:
    function = check.function
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        yield "it must be an ordinary function, without async and yield"
    names = tuple(inspect.signature(function).parameters)
    if strange := next((name for name in names if name not in {*PROGRAMS, _WORDS}), ""):
        yield f"the grader has nothing for its argument {strange!r}; there are {', '.join(PROGRAMS)} and {_WORDS}"
    programs = [name for name in names if name in PROGRAMS]
    if len(programs) != 1:
        has = " and ".join(programs) or "none"
        yield f"it must have exactly one of the arguments {', '.join(PROGRAMS)}; it has {has}"
    try:
        hints = get_type_hints(function)
    except Exception as error:  # noqa: BLE001 - whatever an annotation raises
        yield f"its annotations cannot be read: {type(error).__name__}: {error}"
        return
    for name in programs:
        if not _is_class(hints.get(name), Program):
            yield f"the annotation of {name!r} must be a class of grader.kit that drives a program, such as Server"
    if _WORDS in names and not _is_class(hints.get(_WORDS), Words):
        yield f"the annotation of {_WORDS!r} must be Words of grader.kit"


def _is_class(hint: object, wanted: type) -> bool:
    return isinstance(hint, type) and issubclass(hint, wanted)


def _of_dependence(check: Check, known: dict[str, Check]) -> Iterator[str]:
    for key, others in (("needs", check.needs), ("after", check.after)):
        for other in others:
            if not isinstance(other, Check):
                yield f"{key} must be a check, or several in brackets, not {other!r}"
            elif known.get(other.name) is not other or other.path != check.path:
                yield f"{key} must name checks of the same program, which {other.name} is not"
            elif other.visibility is Visibility.HIDDEN and check.visibility is Visibility.SAMPLE:
                yield f"{key} names the hidden check {other.name}, which students do not have"
