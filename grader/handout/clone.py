"""A ``Repository`` -> a folder: a new one, or a clone in which students have worked."""

from contextlib import suppress
from pathlib import Path, PurePosixPath

from grader.catalog import HANDOUT, load_handout
from grader.failures import BadCall
from grader.files import write
from grader.handout.students import Repository

_NOBODYS = {".git"}  # a clone of an empty repository is empty


def put_into(folder: Path, repository: Repository) -> list[str]:
    """Write the repository into ``folder``; return what changed, a line for each file.

    In a folder that holds an earlier handout, what the instructor no longer ships is removed. No program and nothing
    else that students wrote is changed or removed. Raises BadCall where the folder is neither new, nor empty, nor a
    handout, where a link leads out of it, or where it cannot be written.
    """
    try:
        former = _former(folder)
        for path in (*repository.files, *repository.stubs, *former):
            _refuse_links(folder, path)
        changes = [_removed(folder, path) for path in former if path not in repository.files]
        changes += [_written(folder / path, path, content) for path, content in sorted(repository.files.items())]
        changes += [
            _written(folder / path, path, content)
            for path, content in sorted(repository.stubs.items())
            if not (folder / path).exists()
        ]
    except OSError as error:
        msg = f"{error.filename2 or error.filename or folder}: {error.strerror}; the handout cannot be written there"
        raise BadCall(msg) from error
    return [change for change in changes if change]


def _former(folder: Path) -> tuple[str, ...]:
    """Return which files in ``folder`` are the instructor's, as far as they can be. Raises BadCall."""
    if not folder.exists() or {path.name for path in folder.iterdir()} <= _NOBODYS:
        return ()
    handout = load_handout(folder / "exercises")
    if handout is None:
        msg = f"{folder}: not empty, and no handout: exercises/{HANDOUT} is missing; name a new folder or a handout"
        raise BadCall(msg)
    return tuple(path for path in handout.files if _may_be_ours(PurePosixPath(path)))


def _may_be_ours(path: PurePosixPath) -> bool:
    """Tell whether an instructor may ever have put a file there. The list lay with students: it is not believed."""
    exercise_and_program = 3  # exercises/tcp_v3/server.py
    is_program = path.parts[:1] == ("exercises",) and len(path.parts) == exercise_and_program and path.suffix == ".py"
    leads_out = path.is_absolute() or ".." in path.parts or path.parts[:1] == (".git",)
    return bool(path.parts) and not is_program and not leads_out


def _refuse_links(folder: Path, path: str) -> None:
    parts = PurePosixPath(path).parts
    for depth in range(1, len(parts) + 1):
        place = folder.joinpath(*parts[:depth])
        if place.is_symlink():
            msg = f"{place}: a symbolic link; a handout is written where it stands and nowhere else"
            raise BadCall(msg)


def _removed(folder: Path, path: str) -> str:
    place = folder / path
    if not place.is_file():
        return ""
    place.unlink()
    for parent in place.relative_to(folder).parents[:-1]:
        with suppress(OSError):  # something else is in there
            (folder / parent).rmdir()
    return f"removed  {path}"


def _written(place: Path, path: str, content: bytes) -> str:
    if place.is_file() and place.read_bytes() == content:
        return ""
    change = "changed" if place.exists() else "added"
    write(place, content, "the handout")
    return f"{change:<8} {path}"
