"""A submission in an archive: read in memory, member by member; nothing is ever extracted by its path."""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

from grader.model import Exercise, Intake, Refusal
from grader.submission.folder import kind_of
from grader.submission.rules import Refused, in_short
from grader.submission.tar import is_tar, pieces

_MIB = 1024 * 1024
_ZIP, _EMPTY_ZIP, _GZIP = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"
_ZIP_ENTRY = b"PK\x01\x02"  # begins every entry of a zip's directory (APPNOTE.TXT, 4.3.12)
_ENCRYPTED = 0x1  # the flag of a zip's member (APPNOTE.TXT, 4.4.4)
_GZIP_WINDOW = 31  # zlib.decompressobj: gzip's header, the largest window
_DEEPEST = 2  # folders around the exercises: a repository's, and exercises/ in it
_MOST_TOLD = 20  # names that lead elsewhere


class Member(NamedTuple):
    """One member: its name as it stands in the archive, what it is, why it cannot be read ("" if it can), how to."""

    name: str
    kind: str
    obstacle: str
    read: Callable[[int], bytes]


class ArchivedFolder:
    """The folder of one exercise."""

    def __init__(self, members: dict[str, list[Member]]) -> None:
        """Hold the members that lie in the folder, by their names there."""
        self._members = members

    def names(self) -> list[str]:
        """Return what lies in it; the archive's number of members bounds it."""
        return list(self._members)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the content of a regular file."""
        if name not in self._members:
            return None
        member, *others = self._members[name]
        if others:
            msg = "the archive holds it more than once"
            raise Refused(msg)
        if member.kind != "a file":
            msg = f"it is {member.kind} and no regular file"
            raise Refused(msg)
        if member.obstacle:
            raise Refused(member.obstacle)
        return member.read(limit)


class Archive:
    """An archive of a folder that has the same shape as ``exercises/``, with at most two folders around it."""

    def __init__(self, data: bytes, exercises: tuple[Exercise, ...], intake: Intake) -> None:
        """Read the archive's directory. Raises Refused where it is no archive, damaged, or too much."""
        members = list(islice(_members(data, intake), intake.archive_members + 1))
        if len(members) > intake.archive_members:
            raise _crowded(intake)
        refused = []
        self._tree: dict[tuple[str, ...], list[Member]] = {}
        for member in members:
            try:
                self._tree.setdefault(_parts(member.name), []).append(member)
            except Refused as reason:
                refused.append(Refusal(in_short(member.name), str(reason)))
        if len(refused) > _MOST_TOLD:
            more = f"{len(refused) - _MOST_TOLD} more names in the archive lead elsewhere, this one first"
            refused = [*refused[:_MOST_TOLD], Refusal(refused[_MOST_TOLD].path, more)]
        self.refused = tuple(refused)
        self._root = _root(self._tree, {exercise.name for exercise in exercises})

    def folder(self, name: str) -> ArchivedFolder | None:
        """Return the folder of an exercise."""
        path = (*self._root, name)
        for member in self._tree.get(path, ()):
            if member.kind != "a folder":
                msg = f"{name} is {member.kind} and no folder"
                raise Refused(msg)
        inside = {parts[-1]: members for parts, members in self._tree.items() if parts[:-1] == path}
        return ArchivedFolder(inside) if inside or path in self._tree else None


def _members(data: bytes, intake: Intake) -> Iterator[Member]:
    """Yield the members of an archive; its first bytes, not its name, say which kind it is."""
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _of_zip(data, intake)
    if data.startswith(_GZIP):
        data = _inflated(data, intake)
    if not is_tar(data):
        msg = "neither a folder nor a zip, tar or tar.gz archive of one"
        raise Refused(msg)
    return (Member(piece.name, piece.kind, "", partial(_cut, piece.content)) for piece in pieces(data))


def _cut(content: memoryview, limit: int) -> bytes:
    return bytes(content[: limit + 1])


def _inflated(data: bytes, intake: Intake) -> bytes:
    """Return what gzip has packed. Raises Refused where that is too much, or more than text can be packed."""
    most = min(intake.unpacked_mib * _MIB, max(intake.unpacked_ratio * len(data), intake.ratio_from_mib * _MIB))
    inflater = zlib.decompressobj(_GZIP_WINDOW)
    try:
        inflated = inflater.decompress(data, most + 1)
    except zlib.error as error:
        msg = "the archive is damaged: it cannot be unpacked"
        raise Refused(msg) from error
    if len(inflated) > most:
        msg = f"the archive unpacks to more than {most // _MIB} MiB; hand in the exercises alone"
        raise Refused(msg)
    if not inflater.eof:
        msg = "the archive is damaged: its end is missing"
        raise Refused(msg)
    return inflated


def _of_zip(data: bytes, intake: Intake) -> Iterator[Member]:
    if data.count(_ZIP_ENTRY) > intake.archive_members:  # before anything is made of them
        raise _crowded(intake)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # whatever zipfile makes of bytes that somebody made up
        msg = "the archive is damaged: this zip cannot be read"
        raise Refused(msg) from error
    for info in archive.infolist():
        name = info.orig_filename  # zipfile cuts the other one at a zero byte
        kind = "a folder" if name.endswith("/") else _kind_in_zip(info)
        yield Member(name, kind, _obstacle_in_zip(info), partial(_unzipped, archive, info))


def _kind_in_zip(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16  # a mode of stat(2), where a Unix has made the archive, else 0
    return kind_of(mode) if stat.S_IFMT(mode) else "a file"


def _obstacle_in_zip(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "it is packed by another method than deflate, the usual one"
    return ""


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    try:
        with archive.open(info) as member:
            return member.read(limit + 1)
    except Exception as error:  # as above; each member can be damaged in its own way
        msg = "it is damaged in the archive"
        raise Refused(msg) from error


def _parts(name: str) -> tuple[str, ...]:
    """Split a member's name. Raises Refused where it leads out of the archive's own tree."""
    parts = tuple(part for part in name.split("/") if part not in {"", "."})
    if name.startswith("/"):
        msg = "its name in the archive is absolute"
        raise Refused(msg)
    if ".." in parts:
        msg = "its name in the archive leads out of a folder"
        raise Refused(msg)
    return parts


def _root(tree: dict[tuple[str, ...], list[Member]], exercises: set[str]) -> tuple[str, ...]:
    """Return the folder that holds the exercises, the outermost one. Raises Refused where there are several."""
    for depth in range(_DEEPEST + 1):
        roots = {parts[:depth] for parts in tree if len(parts) > depth and parts[depth] in exercises}
        if len(roots) == 1:
            return roots.pop()
        if roots:
            names = ", ".join(sorted(in_short("/".join(root)) for root in roots)[:3])
            msg = f"several folders in the archive hold exercises ({names}); hand in one"
            raise Refused(msg)
    return ()


def _crowded(intake: Intake) -> Refused:
    return Refused(f"more than {intake.archive_members} members are in the archive; hand in the exercises alone")
