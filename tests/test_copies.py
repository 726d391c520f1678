"""What a program leaves in folders of its own is removed, however it has left it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from grader.sandbox.copies import remove
from tests.worlds import scratch_folder

_SOMEBODY = 61_235  # where root tests: root may remove whatever it likes


def as_an_ordinary_user(folder: Path, deed: Callable[[], None]) -> None:
    """Do it in a process of that user's, to whom ``folder`` belongs."""
    if os.geteuid() != 0:
        deed()
        return
    os.chown(folder, _SOMEBODY, _SOMEBODY)
    if (child := os.fork()) == 0:
        status = 1
        try:
            signal.alarm(60)
            os.setgroups([])
            os.setgid(_SOMEBODY)
            os.setuid(_SOMEBODY)
            deed()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


def make_deeper(folder: Path) -> None:
    """Make folders in there, each within the one before, up to a path that is longer than one may be."""
    place = os.open(folder, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("x" * 200, dir_fd=place)
        outer, place = place, os.open("x" * 200, os.O_RDONLY, dir_fd=place)
        os.fchmod(outer, 0)
        os.close(outer)
    os.close(place)


def test_folders_that_were_closed_are_removed_and_nothing_else_is_touched() -> None:
    """Folders without a mode, deeper than a path may be long; a link leads out, and a file has a name outside, too."""
    with scratch_folder() as place:
        kept, tree = place / "kept", place / "tree"

        def closed_and_removed() -> None:
            kept.mkdir()
            (kept / "file").write_text("mine")
            (kept / "file").chmod(0o400)
            for name in ("top", "top/in", "top/in/most"):
                (tree / name).mkdir(parents=True)
            (tree / "top" / "link").symlink_to(kept)
            os.link(kept / "file", tree / "top" / "in" / "same")
            make_deeper(tree / "top" / "in" / "most")
            for name in ("top/in/most", "top/in", "top", ""):
                (tree / name).chmod(0)
            kept.chmod(0o500)
            remove(str(tree))

        as_an_ordinary_user(place, closed_and_removed)
        assert not os.path.lexists(tree)
        assert (kept / "file").read_text() == "mine"
        assert (kept.stat().st_mode & 0o777, (kept / "file").stat().st_mode & 0o777) == (0o500, 0o400)
