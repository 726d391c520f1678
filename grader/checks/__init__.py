"""The checks: what each program must do. The folder says who may see one, the file's name which program it grades."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from grader.failures import GraderBroken
from grader.kit.check import Check
from grader.model import Visibility


def load(package: str) -> tuple[Check, ...]:
    """Return the checks below ``package`` (whose folders are called as in ``Visibility``), samples first.

    Within a folder they stand in the order of the modules' names and of their definition. Raises GraderBroken where
    one of them cannot be imported.
    """
    found: list[Check] = []
    for visibility in Visibility:
        folder = f"{package}.{visibility}"
        for module in iter_modules(_imported(folder).__path__):
            members = vars(_imported(f"{folder}.{module.name}"))
            found += [
                member
                for member in members.values()
                if isinstance(member, Check) and member.function.__module__ == f"{folder}.{module.name}"
            ]
    return tuple(found)


def _imported(module: str) -> ModuleType:
    try:
        return import_module(module)
    except Exception as error:  # whatever a module raises while it is imported
        msg = f"the checks in {module} cannot be read: {type(error).__name__}: {error}"
        raise GraderBroken(msg) from error
