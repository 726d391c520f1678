"""Submissions made by hand, as folders and as archives, for the tests of intake."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

from grader.submission import Staged

Files = dict[str, bytes]
TREE: Files = {"tcp_v1/server.py": b"one", "tcp_v1/helper.py": b"two", "udp/client.py": b"three\0\xff"}
SECRET = b"the solution"


def plant(folder: Path, files: Files) -> Path:
    """Write files below ``folder``."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def contents(staged: Staged) -> Files:
    """Return what has been staged."""
    files = {path for path in staged.folder.rglob("*") if not path.is_dir()}
    return {str(path.relative_to(staged.folder)): path.read_bytes() for path in files}


def reasons(staged: Staged) -> dict[str, str]:
    """Return why what was refused was refused."""
    return {refusal.path: str(refusal.reason) for refusal in staged.refused}


def missing(staged: Staged) -> dict[str, str]:
    """Return what is said of the programs that are not there."""
    return {path: str(said) for path, said in staged.missing.items()}


def zipped(files: Files, top: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the files as a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return packed.getvalue()


def tarred(files: Files, top: str = "", form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return the files as a tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(top + name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def targzed(files: Files, top: str = "") -> bytes:
    """Return the files as a tar archive, packed by gzip."""
    return gzip.compress(tarred(files, top))


PACKERS = [zipped, tarred, targzed]
