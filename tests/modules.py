"""Files with the names of modules, as a student may hand them in, for the tests of what starts Python."""

import sys
from importlib.metadata import packages_distributions
from pathlib import Path

_OURS_TOO = {"sitecustomize", "usercustomize", "pip", "setuptools", "conftest"}


def plant_modules(folder: Path, mark: Path) -> None:
    """Put a file for every module that Python and its packages have into ``folder``; each, imported, makes ``mark``."""
    names = {*sys.stdlib_module_names, *packages_distributions(), *_OURS_TOO}
    for name in names - {"__future__"}:
        path = folder / f"{name}.py"
        if not path.exists() and not path.with_suffix("").exists() and "/" not in name:
            path.write_text(f"open({str(mark)!r}, 'a').write({name!r} + chr(10))\n")
