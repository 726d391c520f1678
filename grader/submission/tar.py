"""The members of a tar archive in memory: POSIX ustar and pax, GNU's long names, and what came before them.

Written here because Python's ``tarfile`` may be made to compute for hours by a header (CVE-2024-6232) or to read in
circles (CVE-2025-8194), depending on its patch level. This one only ever goes forward.
The format: pax(1) in POSIX.1-2017, "ustar Interchange Format" and "pax Interchange Format"; GNU tar's manual.
"""

from collections.abc import Iterator
from typing import NamedTuple

from grader.submission.rules import Kind, Refused
from grader.text import say

_BLOCK = 512  # bytes
_NAME, _SIZE, _CHECKSUM, _KIND = slice(0, 100), slice(124, 136), slice(148, 156), slice(156, 157)
_MAGIC, _PREFIX = slice(257, 263), slice(345, 500)
_FILE, _LONG_NAME, _PAX = b"0\x007", b"L", b"x"
_NOTES = {_LONG_NAME, _PAX, b"g", b"K"}  # g: for all members; K: a link's target
_MOST_NOTES = 4 * 1024 * 1024  # bytes of names and notes; without it a submission could buy seconds of our time
_WITHOUT_CONTENT = {
    b"1": Kind.HARD_LINK,
    b"2": Kind.SYMBOLIC_LINK,
    b"3": Kind.DEVICE,
    b"4": Kind.DEVICE,
    b"5": Kind.FOLDER,
    b"6": Kind.PIPE,
}


class Piece(NamedTuple):
    """One member: its name as it stands there, what it is, and its content."""

    name: str
    kind: Kind
    content: memoryview


def is_tar(data: bytes) -> bool:
    """Tell whether ``data`` begins with a tar header: one whose checksum is right."""
    return len(data) >= _BLOCK and any(data[:_BLOCK]) and _is_header(data[:_BLOCK])


def pieces(data: bytes) -> Iterator[Piece]:
    """Yield the members in their order. Raises Refused where the archive is damaged."""
    whole = memoryview(data)
    at = 0
    name: bytes | None = None
    notes = 0
    while at + _BLOCK <= len(data):
        header = data[at : at + _BLOCK]
        if not any(header):
            return
        if not _is_header(header):
            raise Refused(say("the archive is damaged: a tar header is wrong"))
        kind = header[_KIND]
        size = 0 if kind in _WITHOUT_CONTENT else _number(header[_SIZE])
        begin, end = at + _BLOCK, at + _BLOCK + size
        if end > len(data):
            raise Refused(say("the archive is damaged: it ends in the middle of a file"))
        at = begin + (size + _BLOCK - 1) // _BLOCK * _BLOCK
        if kind in _NOTES:
            notes += size
            if notes > _MOST_NOTES:
                raise Refused(say("the archive holds more notes than anybody would make"))
        if kind == _LONG_NAME:
            name = data[begin:end].partition(b"\0")[0]
        elif kind == _PAX:
            name = _path_in(data[begin:end]) or name
        if kind not in _NOTES:
            full = (name or _short_name(header)).decode("utf-8", "surrogateescape")
            yield Piece(full, _kind(kind, full), whole[begin:end])
            name = None


def _is_header(header: bytes) -> bool:
    try:
        return sum(header) - sum(header[_CHECKSUM]) + 8 * ord(" ") == _number(header[_CHECKSUM])
    except Refused:
        return False


def _number(field: bytes) -> int:
    """Read octal digits, or GNU's binary number, which is marked by its first byte."""
    if field[0] == 0x80:  # noqa: PLR2004 - GNU's mark; 0xFF would be a negative number
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    if not digits or digits.strip(b"01234567"):
        raise Refused(say("the archive is damaged: a tar header holds no number where one belongs"))
    return int(digits, 8)


def _short_name(header: bytes) -> bytes:
    name = header[_NAME].partition(b"\0")[0]
    prefix = header[_PREFIX].partition(b"\0")[0] if header[_MAGIC] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _kind(kind: bytes, name: str) -> Kind:
    if kind in _FILE:
        return Kind.FOLDER if kind == b"\0" and name.endswith("/") else Kind.FILE  # the former before POSIX
    return _WITHOUT_CONTENT.get(kind, Kind.OF_A_FEW_PROGRAMS)


def _path_in(records: bytes) -> bytes | None:
    """Return the path that a pax header gives to the next member: records of the form ``length key=value``, newline."""
    path = None
    at = 0
    while at < len(records):
        digits, _, _ = records[at : at + 20].partition(b" ")
        length = int(digits) if digits.isdigit() else 0
        record = records[at : at + length]
        if length <= len(digits) + 1 or len(record) < length or not record.endswith(b"\n"):
            raise Refused(say("the archive is damaged: a pax header is wrong"))
        key, _, value = record[len(digits) + 1 : -1].partition(b"=")
        if key == b"path":
            path = value
        at += length
    return path
