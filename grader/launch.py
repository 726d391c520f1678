"""``python -I grader/launch.py MODULE [WORD ...]``: run a module of this repository as ``python -m MODULE`` would.

With ``-I``, Python looks neither into the working folder nor into PYTHON* variables nor into the user's packages. Of
the repository's folder, which may be a student's clone, it then sees our packages and nothing beside them: no
``types.py``, no ``msgspec.py``. This script needs nothing but Python's own library. A module that has something to tidy
up when it is interrupted sets its own handler for that.
"""

import _signal  # type: ignore[import-not-found]  # what signal wraps, without its slow beginning

_signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # interrupted while it imports, it ends without a trace

import importlib.util  # noqa: E402
import os  # noqa: E402
import runpy  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from importlib.abc import MetaPathFinder  # noqa: E402
from importlib.machinery import ModuleSpec  # noqa: E402
from types import ModuleType  # noqa: E402

_FILE = os.path.realpath(__file__)
_ROOT = os.path.dirname(os.path.dirname(_FILE))  # noqa: PTH120 - pathlib would make every start slower
_OURS = ("grader", "tests")


class _OurPackages(MetaPathFinder):
    """Finds our own packages by their places; no folder needs to be on ``sys.path`` for them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        folder = os.path.join(_ROOT, fullname)  # noqa: PTH118
        if fullname not in _OURS:
            return None
        return importlib.util.spec_from_file_location(
            fullname,
            os.path.join(folder, "__init__.py"),  # noqa: PTH118
            submodule_search_locations=[folder],
        )


def main() -> None:
    """Run the module that the first word names, with the words after it."""
    if not sys.flags.isolated:  # started by hand: the folder of this file would be searched
        os.execv(sys.executable, [sys.executable, "-I", _FILE, *sys.argv[1:]])  # noqa: S606 - it is this program
    if not sys.argv[1:]:
        sys.exit("error: name a module: python -I grader/launch.py grader --help")
    sys.meta_path.append(_OurPackages())
    module = sys.argv.pop(1)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
