"""Intake under fire: whatever is handed in, it is staged within the caps or refused in one line."""

import gzip
import io
import os
import socket
import stat
import tarfile
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.catalog import load_course
from grader.course import Exercise, Intake, Program
from grader.failures import BadCall
from grader.submission import Staged, stage
from grader.submission.rules import Kind
from grader.submission.tar import pieces
from tests.packing import missing

settings.register_profile(
    "intake", database=None, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("intake")

PROGRAMS = (Program("server.py", "server"), Program("client.py", "client"))
EXERCISES = (Exercise("tcp", "", PROGRAMS), Exercise("udp", "", PROGRAMS))
# Small, so that random submissions go beyond every one of them.
CAPS = Intake(
    file_kib=1,
    helpers=2,
    helpers_kib=1,
    entries=6,
    archive_mib=1,
    archive_members=12,
    unpacked_mib=2,
    unpacked_ratio=10,
    ratio_from_mib=1,
)
SECRET = b"the solution, which no submission may have"
MOST_READ = len(EXERCISES) * (2 + CAPS.helpers) * (CAPS.file_kib * 1024 + 1) + 2 * (CAPS.archive_mib << 20) + 2

parts = st.sampled_from(
    [
        "tcp",
        "udp",
        "server.py",
        "client.py",
        "helper.py",
        "x.py",
        "a b.py",
        "\x1b.py",
        "工.py",
        ".x.py",
        "main",
        "n.txt",
        "Tcp",
        "UDP (1)",
        "Server.py",
        "server (1).py",
        "client.py.txt",
        "\u0455erver.py",
    ]
)
odd_parts = st.one_of(
    parts,
    st.sampled_from([".", "..", "", "\\", "..\\", "tcp\\server.py", "c:", "\0", "\u202e.py"]),
    st.text(max_size=5),
)
likely = st.tuples(st.sampled_from(["tcp", "udp", "Tcp", "udp-1"]), parts).map("/".join)
paths = st.one_of(likely, likely, st.lists(parts, min_size=1, max_size=4).map("/".join))
names = st.one_of(paths, paths.map("main/".__add__), st.lists(odd_parts, min_size=1, max_size=5).map("/".join))
contents = st.one_of(st.binary(max_size=40), st.sampled_from([b"#" * 1024, b"#" * 1025, bytes(5000)]))
kinds = st.sampled_from(["file", "file", "file", "folder", "link", "link out", "hard link", "pipe", "socket"])


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that holds a secret, beside everything that is handed in."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "secret").mkdir()
        for file in ("server.py", "helper.py"):
            (Path(name) / "secret" / file).write_bytes(SECRET)
        yield Path(name)


def grow(path: Path, kind: str, content: bytes, secret: Path) -> None:
    """Put one thing into a tree, if there is place for it."""
    with suppress(OSError):  # a file where a folder would be needed, a link that leads to itself
        path.parent.mkdir(parents=True, exist_ok=True)
        match kind:
            case "file":
                with path.open("xb") as file:
                    file.write(content)
            case "folder":
                path.mkdir()
            case "link":
                path.symlink_to("server.py")
            case "link out":
                path.symlink_to(secret if content else secret / "server.py")
            case "hard link":
                path.hardlink_to(secret / "server.py")
            case "pipe":
                os.mkfifo(path)
            case _:
                with socket.socket(socket.AF_UNIX) as listener:
                    listener.bind(str(path))


def picture(root: Path) -> dict[str, tuple[int, bytes]]:
    """Return everything below ``root`` but the staging folder: modes, contents of files, targets of links."""
    seen = {}
    for path in root.rglob("*"):
        name = str(path.relative_to(root))
        if path.is_relative_to(root / "staged"):
            continue
        mode = path.lstat().st_mode
        content = path.read_bytes() if stat.S_ISREG(mode) else b""
        seen[name] = (mode, os.fsencode(path.readlink()) if stat.S_ISLNK(mode) else content)
    return seen


def intake_of(root: Path) -> Staged | None:
    """Take in ``root/submission``; hold every rule that goes for whatever is handed in. None where it is refused."""
    before = picture(root)
    staged = None
    try:
        staged = stage(root / "submission", EXERCISES, CAPS, root / "staged")
    except BadCall as complaint:
        assert str(complaint).startswith(str(root / "submission"))  # noqa: PT017 - both endings are right
        assert str(complaint).isprintable()  # noqa: PT017
    assert picture(root) == before
    assert [path for path in root.iterdir() if path.name not in {"secret", "submission", "staged"}] == []
    if staged is None:
        assert not (root / "staged").exists()
        return None
    copies = [path for path in (root / "staged").rglob("*") if not path.is_dir() or path.is_symlink()]
    assert {str(path.relative_to(root / "staged")) for path in copies} == staged.handed_in
    for exercise in EXERCISES:
        helpers = [path for path in copies if path.parent.name == exercise.name and path.name not in exercise.programs]
        assert len(helpers) <= CAPS.helpers
        assert sum(path.stat().st_size for path in helpers) <= CAPS.helpers_kib * 1024
        assert all(path.stem.isidentifier() for path in helpers)
    for path in copies:
        assert path.parent.parent == root / "staged"
        assert stat.S_ISREG(path.lstat().st_mode)
        assert path.suffix == ".py"
        assert path.lstat().st_nlink == 1
        assert path.stat().st_size <= CAPS.file_kib * 1024
        assert path.read_bytes() != SECRET
    told = {refusal.path for refusal in staged.refused} | staged.missing.keys() | staged.handed_in
    assert {f"{exercise.name}/{file}" for exercise in EXERCISES for file in exercise.programs} <= told
    assert all(said.isprintable() for said in missing(staged).values())
    assert all(remark.path.isprintable() for remark in staged.remarks)
    assert all(refusal.path.isprintable() and str(refusal.reason).isprintable() for refusal in staged.refused)
    assert len(staged.refused) <= (21 + 2 + CAPS.helpers + 2) * (len(EXERCISES) + 1)
    return staged


def origin(submission: Path, name: str, staged: Staged) -> Path:
    """Return the file that was taken as ``name``, as the remarks tell it."""
    lay = {remark.taken_as: remark.path for remark in staged.remarks}
    exercise, _, file = name.partition("/")
    return submission / lay.get(".", "") / lay.get(name, f"{lay.get(exercise, exercise)}/{file}")


@given(st.lists(st.tuples(paths, kinds, contents), max_size=25))
def test_any_tree(things: list[tuple[str, str, bytes]]) -> None:
    """A tree of files, links, pipes and sockets is staged and read within the caps, and not changed."""
    amount = 0
    read = os.read

    def counted(descriptor: int, most: int) -> bytes:
        nonlocal amount
        piece = read(descriptor, most)
        amount += len(piece)
        return piece

    with scratch() as root, pytest.MonkeyPatch.context() as patch:
        (root / "submission").mkdir()
        for name, kind, content in things:
            grow(root / "submission" / name, kind, content, root / "secret")
        patch.setattr(os, "read", counted)
        staged = intake_of(root)
        assert amount <= MOST_READ
        if staged is not None:
            for name in staged.handed_in:
                assert (root / "staged" / name).read_bytes() == origin(root / "submission", name, staged).read_bytes()


def packed_zip(members: list[tuple[str, bytes, bytes]], method: int) -> bytes:
    """Return a zip with these members, whatever they are called."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name
        for name, kind, content in members:
            info = zipfile.ZipInfo("x")
            info.filename = name.encode("utf-8", "replace").decode()  # also what ZipInfo would not have
            info.compress_type = method
            info.create_system = 3
            mode = {tarfile.SYMTYPE: stat.S_IFLNK, tarfile.FIFOTYPE: stat.S_IFIFO}.get(kind, stat.S_IFREG)
            info.external_attr = (mode | 0o644) << 16
            archive.writestr(info, content)
    return packed.getvalue()


def packed_tar(members: list[tuple[str, bytes, bytes]], form: int) -> bytes:
    """Return a tar with these members, of these types, whatever they are called."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form, errors="surrogateescape", encoding="utf-8") as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name.encode("utf-8", "replace").decode())
            info.type, info.linkname, info.size = kind, "server.py", len(content) if kind == tarfile.REGTYPE else 0
            with suppress(ValueError):  # some formats have no room for some names
                archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


types = st.sampled_from([tarfile.REGTYPE] * 4 + [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
member_lists = st.lists(st.tuples(names, types, contents), max_size=15)
forms = st.sampled_from([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
methods = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
zips = st.builds(packed_zip, member_lists, methods)
tars = st.builds(packed_tar, member_lists, forms)
archives = st.one_of(zips, tars, tars.map(gzip.compress))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Draw a valid archive with some of its bytes changed, cut out, doubled or put in."""
    data = bytearray(draw(st.one_of(zips, tars)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        end = at + draw(st.sampled_from([1, 2, 4, 46, 512]))
        match draw(st.sampled_from(["change", "cut", "double", "put in", "end"])):
            case "change":
                data[at:end] = draw(st.binary(min_size=end - at, max_size=end - at) if end - at <= 4 else st.just(b"7"))
            case "cut":
                del data[at:end]
            case "double":
                data[at:at] = data[at:end]
            case "put in":
                data[at:at] = draw(st.binary(max_size=20))
            case _:
                del data[at:]
    if draw(st.booleans()):
        mend(data)
    return gzip.compress(bytes(data)) if draw(st.booleans()) else bytes(data)


def mend(data: bytearray) -> None:
    """Make the checksums of a tar's headers right again, so that what was changed in them is believed."""
    for at in range(0, len(data) - 511, 512):
        header = data[at : at + 512]
        if header[257:262] == b"ustar":
            header[148:156] = b" " * 8
            data[at + 148 : at + 156] = b"%06o\0 " % sum(header)


@given(st.one_of(archives, mutated(), mutated(), st.binary(max_size=2000), st.binary().map(b"PK\x03\x04".__add__)))
@settings(max_examples=400)
def test_any_archive(data: bytes) -> None:
    """An archive, whole or damaged, and any bytes at all are staged within the caps or refused in one line."""
    with scratch() as root:
        (root / "submission").write_bytes(data)
        intake_of(root)


def outcome(staged: Staged) -> tuple[object, ...]:
    """Return what was taken, and what is said of it, but for where the exercises were found."""
    remarks = [remark for remark in staged.remarks if remark.taken_as != "."]
    return (staged.hash, staged.handed_in, staged.refused, remarks, missing(staged))


@given(st.dictionaries(likely, contents, max_size=5), forms, methods, st.sampled_from(["", "main/", "a/exercises/"]))
def test_a_folder_and_its_archives_are_one_submission(
    files: dict[str, bytes], form: int, method: int, top: str
) -> None:
    """The same files are taken, with the same hash and the same refusals, however they are handed in."""
    members = [(top + name, tarfile.REGTYPE, content) for name, content in files.items()]
    packed = packed_tar(members, form)
    outcomes = []
    for data in (None, packed, gzip.compress(packed), packed_zip(members, min(method, zipfile.ZIP_DEFLATED))):
        with scratch() as root:
            if data is None:
                for name, content in files.items():
                    grow(root / "submission" / name, "file", content, root)
                (root / "submission").mkdir(exist_ok=True)
            else:
                (root / "submission").write_bytes(data)
            staged = intake_of(root)
            outcomes.append(staged and outcome(staged))
    assert outcomes == [outcomes[0]] * 4


@given(member_lists, forms)
def test_a_tar_is_read_as_pythons_own_library_reads_it(members: list[tuple[str, bytes, bytes]], form: int) -> None:
    """The reader finds the names and contents that ``tarfile`` finds."""
    data = packed_tar(members, form)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        theirs = [
            (info.name.rstrip("/"), archive.extractfile(info).read() if info.isreg() else b"")  # type: ignore[union-attr]
            for info in archive
        ]
    ours = [
        (piece.name.rstrip("/"), bytes(piece.content) if piece.kind is Kind.FILE else b"") for piece in pieces(data)
    ]
    assert ours == theirs


def test_the_course_of_the_fuzz_is_as_strict_as_the_real_one() -> None:
    """The caps here are below those of the course, so that what is shown here is shown of its code."""
    real = load_course(Path(__file__).parents[1] / "exercises").intake
    assert all(getattr(CAPS, cap) <= getattr(real, cap) for cap in CAPS.__struct_fields__)


archive_names = st.sampled_from(["tcp.zip", "UDP (1).zip", "x_udp.tar", "work.tgz", "main/work.zip", "main/tcp.tar.gz"])


@given(
    st.dictionaries(
        archive_names, st.one_of(archives, archives, mutated(), zips.map(lambda data: data * 3)), max_size=3
    ),
    st.dictionaries(paths, contents, max_size=2),
)
def test_any_archives_in_a_folder(packed: dict[str, bytes], files: dict[str, bytes]) -> None:
    """Archives of whatever content and name, with other files beside them, are staged within the caps or refused."""
    with scratch() as root:
        (root / "submission").mkdir()
        for name, content in (packed | files).items():
            grow(root / "submission" / name, "file", content, root / "secret")
        intake_of(root)
