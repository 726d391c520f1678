"""The checks: what each program must do. The folder says who may see one, the file's name which program it grades."""

from importlib import import_module
from pkgutil import iter_modules

from grader.kit.check import Check
from grader.model import Visibility


def load(package: str) -> tuple[Check, ...]:
    """Return the checks below ``package`` (whose folders are called as in ``Visibility``), samples first.

    Within a folder they stand in the order of the modules' names and of their definition. Raises ImportError, and
    whatever a broken module raises.
    """
    found: list[Check] = []
    for visibility in Visibility:
        folder = f"{package}.{visibility}"
        for module in iter_modules(import_module(folder).__path__):
            members = vars(import_module(f"{folder}.{module.name}"))
            found += [
                member
                for member in members.values()
                if isinstance(member, Check) and member.function.__module__ == f"{folder}.{module.name}"
            ]
    return tuple(found)
