"""A submission in an archive: read in memory, member by member; nothing is ever extracted by its path."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple, Self

from grader.course import Intake
from grader.model import Remark
from grader.submission.folder import kind_of
from grader.submission.names import in_short
from grader.submission.rules import Kind, LeftOut, Refused
from grader.submission.tar import is_tar, pieces
from grader.text import Text, say

_MIB = 1024 * 1024
_ZIP, _EMPTY_ZIP, _GZIP = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"
_ZIP_ENTRY = b"PK\x01\x02"  # begins every entry of a zip's directory (APPNOTE.TXT, 4.3.12)
_ENCRYPTED = 0x1  # the flag of a zip's member (APPNOTE.TXT, 4.4.4)
_GZIP_WINDOW = 31  # zlib.decompressobj: gzip's header, the largest window
_DRIVE = re.compile("[A-Za-z]:")  # of Windows
_DEEPEST = 5  # parts of a name: two folders around the exercises, the exercise, one folder in it, the program
_MOST_TOLD = 20  # names that lead elsewhere


class Member(NamedTuple):
    """One member: its name as it stands in the archive, what it is, why it cannot be read (None if it can), how to."""

    name: str
    kind: Kind
    obstacle: Text | None
    read: Callable[[int], bytes]


Tree = dict[tuple[str, ...], dict[str, list[Member]]]  # folder -> name -> the members of that name: none where implied


class ArchivedFolder:
    """A folder in an archive."""

    def __init__(self, tree: Tree, inside: tuple[str, ...] = ()) -> None:
        """Hold the members of the whole archive, by the folder that they lie in; ``inside`` is this one."""
        self._tree = tree
        self._inside = inside

    def names(self) -> list[str]:
        """Return what lies in it; the archive's number of members bounds it."""
        return list(self._tree.get(self._inside, ()))

    def kind(self, name: str) -> Kind | None:
        """Return what has this name: what its own members are, or a folder where other members lie in it."""
        members = self._tree.get(self._inside, {}).get(name)
        if members is None:
            return None
        return next((member.kind for member in members if member.kind is not Kind.FOLDER), Kind.FOLDER)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the content of a regular file."""
        members = self._tree.get(self._inside, {}).get(name)
        if members is None:
            return None
        if len(members) > 1:
            raise Refused(say("the archive holds it more than once"))
        kind = self.kind(name) or Kind.UNKNOWN
        if kind is not Kind.FILE:
            raise Refused(say("it is {kind} and no regular file", kind=kind.text))
        if (obstacle := members[0].obstacle) is not None:
            raise Refused(obstacle)
        return members[0].read(limit)

    def folder(self, name: str) -> Self:
        """Return the folder of this name."""
        if (kind := self.kind(name)) is not Kind.FOLDER:
            what = say("not there") if kind is None else kind.text
            raise Refused(say("{name} is {kind} and no folder", name=in_short(name), kind=what))
        return type(self)(self._tree, (*self._inside, name))


class Archive(NamedTuple):
    """An archive that was read: its outermost folder, what is refused of it, and what is to be said of its names."""

    top: ArchivedFolder
    refused: tuple[LeftOut, ...]
    remarks: tuple[Remark, ...]


def read_archive(data: bytes, intake: Intake) -> Archive:
    """Read an archive's directory. Raises Refused where it is no archive, damaged, or too much."""
    members = list(islice(_members(data, intake), intake.archive_members + 1))
    if len(members) > intake.archive_members:
        raise _crowded(intake)
    refused: list[LeftOut] = []
    remarks: list[Remark] = []
    tree: Tree = {(): {}}
    for member in members:
        try:
            parts = _parts(member.name)
        except Refused as refusal:
            refused.append(LeftOut(in_short(member.name), refusal.reason))
            continue
        if "\\" in member.name and member.name.endswith(".py") and not remarks:
            remarks.append(Remark(in_short(member.name), in_short("/".join(parts))))
        _plant(tree, parts, member)
    if len(refused) > _MOST_TOLD:
        more = say("{more} more names in the archive lead elsewhere, this one first", more=len(refused) - _MOST_TOLD)
        refused = [*refused[:_MOST_TOLD], LeftOut(refused[_MOST_TOLD].path, more)]
    return Archive(ArchivedFolder(tree), tuple(refused), tuple(remarks))


def _plant(tree: Tree, parts: tuple[str, ...], member: Member) -> None:
    """Put a member, and the folders around it, into the tree; deeper than anybody looks, only its folders count."""
    for depth in range(min(len(parts), _DEEPEST)):
        found = tree.setdefault(parts[:depth], {}).setdefault(parts[depth], [])
        if depth + 1 == len(parts):
            found.append(member)
        else:
            tree.setdefault(parts[: depth + 1], {})
    if parts and member.kind is Kind.FOLDER and len(parts) <= _DEEPEST:
        tree.setdefault(parts, {})


def _members(data: bytes, intake: Intake) -> Iterator[Member]:
    """Yield the members of an archive; its first bytes, not its name, say which kind it is."""
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _of_zip(data, intake)
    if data.startswith(_GZIP):
        data = _inflated(data, intake)
    if not is_tar(data):
        raise Refused(say("neither a folder nor a zip, tar or tar.gz archive of one"))
    return (Member(piece.name, piece.kind, None, partial(_cut, piece.content)) for piece in pieces(data))


def _cut(content: memoryview, limit: int) -> bytes:
    return bytes(content[: limit + 1])


def _inflated(data: bytes, intake: Intake) -> bytes:
    """Return what gzip has packed. Raises Refused where that is too much, or more than text can be packed."""
    most = min(intake.unpacked_mib * _MIB, max(intake.unpacked_ratio * len(data), intake.ratio_from_mib * _MIB))
    inflater = zlib.decompressobj(_GZIP_WINDOW)
    try:
        inflated = inflater.decompress(data, most + 1)
    except zlib.error as error:
        raise Refused(say("the archive is damaged: it cannot be unpacked")) from error
    if len(inflated) > most:
        raise Refused(
            say("the archive unpacks to more than {most} MiB; hand in the exercises alone", most=most // _MIB)
        )
    if not inflater.eof:
        raise Refused(say("the archive is damaged: its end is missing"))
    return inflated


def _of_zip(data: bytes, intake: Intake) -> Iterator[Member]:
    if data.count(_ZIP_ENTRY) > intake.archive_members:  # before anything is made of them
        raise _crowded(intake)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # whatever zipfile makes of bytes that somebody made up
        raise Refused(say("the archive is damaged: this zip cannot be read")) from error
    for info in archive.infolist():
        name = info.orig_filename  # zipfile cuts the other one at a zero byte
        kind = Kind.FOLDER if name.endswith(("/", "\\")) else _kind_in_zip(info)
        yield Member(name, kind, _obstacle_in_zip(info), partial(_unzipped, archive, info))


def _kind_in_zip(info: zipfile.ZipInfo) -> Kind:
    mode = info.external_attr >> 16  # a mode of stat(2), where a Unix has made the archive, else 0
    return kind_of(mode) if stat.S_IFMT(mode) else Kind.FILE


def _obstacle_in_zip(info: zipfile.ZipInfo) -> Text | None:
    if info.flag_bits & _ENCRYPTED:
        return say("it is encrypted")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return say("it is packed by another method than deflate, the usual one")
    return None


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    try:
        with archive.open(info) as member:
            return member.read(limit + 1)
    except Exception as error:  # as above; each member can be damaged in its own way
        raise Refused(say("it is damaged in the archive")) from error


def _parts(name: str) -> tuple[str, ...]:
    """Split a member's name, in which Windows separates folders by backslashes.

    Raises Refused where it leads out of the archive's own tree.
    """
    name = name.replace("\\", "/")
    parts = tuple(part for part in name.split("/") if part not in {"", "."})
    if name.startswith("/") or _DRIVE.match(name):
        raise Refused(say("its name in the archive is absolute"))
    if ".." in parts:
        raise Refused(say("its name in the archive leads out of a folder"))
    return parts


def _crowded(intake: Intake) -> Refused:
    return Refused(
        say("more than {most} members are in the archive; hand in the exercises alone", most=intake.archive_members)
    )
