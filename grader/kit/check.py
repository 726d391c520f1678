"""What makes a function a check: its points, its hint, and what must be known before it makes sense."""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import msgspec

from grader.failures import CheckFailed
from grader.model import Visibility

_DEFINED = "__checks__"  # where a module has its checks, in order: of two with one name, both are there


class Check(msgspec.Struct, frozen=True, eq=False):
    """One behaviour of one program, worth some points. Its docstring is the sentence that the student reads."""

    function: Callable[..., None]
    points: int
    hint: str
    needs: tuple["Check", ...]
    after: tuple["Check", ...]
    side_by_side: bool  # whether the runs of the program may live at once, and share their files

    @property
    def exercise(self) -> str:
        """The exercise's name, from the module's: ``check_tcp_v3_server`` -> ``tcp_v3``."""
        return self._module[-1].removeprefix("check_").rpartition("_")[0]

    @property
    def program(self) -> str:
        """The program's name without its ending: ``server``."""
        return self._module[-1].rpartition("_")[2]

    @property
    def path(self) -> str:
        """Where the program lies in a submission: ``tcp_v3/server.py``."""
        return f"{self.exercise}/{self.program}.py"

    @property
    def visibility(self) -> Visibility:
        """Who may see it, from the folder that it lies in."""
        return Visibility(self._module[-2])

    @property
    def name(self) -> str:
        """Its identity in reports: ``tcp_v3.server.listens``."""
        return f"{self.exercise}.{self.program}.{self.function.__name__}"

    @property
    def title(self) -> str:
        """The docstring's first paragraph, on one line."""
        return " ".join((inspect.getdoc(self.function) or "").partition("\n\n")[0].split())

    @property
    def _module(self) -> list[str]:
        return self.function.__module__.split(".")


def check(
    *,
    points: int,
    hint: str,
    needs: Check | tuple[Check, ...] = (),
    after: Check | tuple[Check, ...] = (),
    side_by_side: bool = False,
) -> Callable[[Callable[..., None]], Check]:
    """Make a check of a function.

    ``needs``: not run unless these have passed. ``after``: not run where one of these failed and left nothing to see; a
    failure inside ``costs_this_check_alone()`` leaves something. ``side_by_side``: several runs of the program may
    live at once, see each other's processes and find what the others have written; else each begins afresh.
    """

    def decorate(function: Callable[..., Any]) -> Check:
        made = Check(function, points, hint, _as_tuple(needs), _as_tuple(after), side_by_side)
        vars(sys.modules[function.__module__]).setdefault(_DEFINED, []).append(made)
        return made

    return decorate


def defined_in(module: ModuleType) -> list[Check]:
    """Return the checks that a module defines, in the order of their definition, whatever has their names now."""
    return list(vars(module).get(_DEFINED, ()))


@contextmanager
def costs_this_check_alone() -> Iterator[None]:
    """Let what fails inside cost this check, and none of those that come after it."""
    try:
        yield
    except CheckFailed as failure:
        failure.alone = True
        raise


def _as_tuple(checks: Check | tuple[Check, ...]) -> tuple[Check, ...]:
    return checks if isinstance(checks, tuple) else (checks,)
