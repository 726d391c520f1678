"""Intake of archives: read member by member, under the rules of folders and some of their own."""

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.failures import BadCall
from grader.submission import Staged
from grader.submission.archive import read_archive
from tests.packing import PACKERS, SECRET, TREE, contents, reasons, targzed, tarred, zipped
from tests.paths import EXERCISES


def bomb(packer: Callable[..., bytes]) -> bytes:
    """Return a small archive of much."""
    return packer(TREE | {"tcp_v1/server.py": bytes(3 * 1024 * 1024)})


def notes(size: int) -> bytes:
    """Return a tar whose one member has a pax header of that many bytes."""
    info = tarfile.TarInfo("udp/client.py")
    info.pax_headers = {"comment": "x" * size}
    return info.tobuf(tarfile.PAX_FORMAT)


NO_SUBMISSIONS: dict[str, tuple[bytes, dict[str, int], str]] = {
    "an empty file": (b"", {}, "neither a folder nor a zip, tar or tar.gz archive of one"),
    "a program": (b"print('a program')" * 100, {}, "neither a folder nor a zip, tar or tar.gz archive of one"),
    "a packed program": (
        gzip.compress(b"print('a program')"),
        {},
        "neither a folder nor a zip, tar or tar.gz archive of one",
    ),
    "zeros": (bytes(10240), {}, "neither a folder nor a zip, tar or tar.gz archive of one"),
    "an empty zip": (zipped({}), {}, "not a submission; it has none of the folders"),
    "a zip of something else": (zipped({"homework/x.py": b""}), {}, "not a submission; it has none of the folders"),
    "exercises too deep": (tarred({"a/b/c/udp/x.py": b""}), {}, "not a submission; it has none of the folders"),
    "two submissions": (
        zipped({"a/udp/x.py": b"", "b/udp/x.py": b""}),
        {},
        "several folders hold exercises (a, b); hand in one",
    ),
    "a zip without its end": (zipped(TREE)[:-30], {}, "the archive is damaged"),
    "the head of a zip": (b"PK\x03\x04" + bytes(100), {}, "the archive is damaged"),
    "a tar without its end": (tarred(TREE)[:513], {}, "the archive is damaged: it ends in the middle of a file"),
    "a tar.gz without its end": (targzed(TREE)[:-9], {}, "the archive is damaged: its end is missing"),
    "a spoiled tar.gz": (targzed(TREE)[:40] + b"?" + targzed(TREE)[41:], {}, "the archive is damaged"),
    "many members of a zip": (zipped(TREE), {"archive_members": 2}, "more than 2 members are in the archive"),
    "many members of a tar": (tarred(TREE), {"archive_members": 2}, "more than 2 members are in the archive"),
    "a large tar": (bomb(tarred), {"archive_mib": 1}, "larger than 1 MiB"),
    "a tar of notes": (notes(5 * 1024 * 1024), {}, "more notes than anybody would make"),
    "a bomb by its total": (bomb(targzed), {"unpacked_mib": 2}, "unpacks to more than 2 MiB"),
    "a bomb by its ratio": (bomb(targzed), {"unpacked_ratio": 100, "ratio_from_mib": 1}, "unpacks to more than 1 MiB"),
}


@pytest.mark.parametrize(("data", "caps", "complaint"), NO_SUBMISSIONS.values(), ids=NO_SUBMISSIONS)
def test_what_is_no_submission_is_a_bad_call(
    tmp_path: Path, taken: Callable[..., Staged], data: bytes, caps: dict[str, int], complaint: str
) -> None:
    """Something else, a damaged archive or a bomb is told in one line, and nothing is staged."""
    (tmp_path / "submission.zip").write_bytes(data)
    with pytest.raises(BadCall) as caught:
        taken(tmp_path / "submission.zip", **caps)
    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path}/submission.zip: ")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "staged").exists()


# What is refused, in an archive


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/tcp_v1/client.py", "its name in the archive is absolute"),
        ("../client.py", "its name in the archive leads out of a folder"),
        ("tcp_v1/../tcp_v1/client.py", "its name in the archive leads out of a folder"),
        ("tcp_v1/..", "its name in the archive leads out of a folder"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(
    tmp_path: Path, taken: Callable[..., Staged], packer: Callable[..., bytes], name: str, reason: str
) -> None:
    """No absolute paths, no `..`: such a member is told, nothing is written anywhere, the others are taken."""
    (tmp_path / "a").write_bytes(packer(TREE | {name: SECRET}))
    staged = taken(tmp_path / "a")
    assert contents(staged) == TREE
    assert reasons(staged) == {name: reason}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "staged"]


def test_of_many_names_that_lead_elsewhere_a_few_are_told(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """The report stays readable."""
    (tmp_path / "a").write_bytes(zipped(TREE | {f"../{number}": b"" for number in range(100)}))
    told = taken(tmp_path / "a").refused
    assert len(told) == 21
    assert str(told[-1].reason) == "80 more names in the archive lead elsewhere, this one first"


@pytest.mark.parametrize("packer", [zipped, tarred])
@pytest.mark.parametrize("again", ["udp/client.py", "./udp/client.py", "udp//client.py", "udp/client.py/"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_program_that_stands_there_twice_is_refused(
    tmp_path: Path, taken: Callable[..., Staged], packer: Callable[..., bytes], again: str
) -> None:
    """Which of the two would be meant is not guessed."""
    files = [*TREE.items(), (again, b"")]
    if packer is zipped:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in files:
                archive.writestr(name, content)
        data = packed.getvalue()
    else:
        data = b"".join(tarred({name: content})[: 1024 if content else 512] for name, content in files) + bytes(1024)
    (tmp_path / "a").write_bytes(data)
    staged = taken(tmp_path / "a")
    assert reasons(staged) == {"udp/client.py": "the archive holds it more than once"}
    assert "tcp_v1/server.py" in staged.handed_in


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (tarfile.SYMTYPE, "a symbolic link"),
        (tarfile.LNKTYPE, "a hard link"),
        (tarfile.DIRTYPE, "a folder"),
        (tarfile.FIFOTYPE, "a pipe"),
        (tarfile.CHRTYPE, "a device"),
        (tarfile.BLKTYPE, "a device"),
        (tarfile.GNUTYPE_SPARSE, "a kind of file that only some programs know"),
    ],
)
def test_what_is_no_regular_file_in_a_tar_is_refused_alone(
    tmp_path: Path, taken: Callable[..., Staged], kind: bytes, words: str
) -> None:
    """Links, folders, pipes and devices are members without a content of their own."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in TREE.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        info = tarfile.TarInfo("udp/server.py")
        info.type, info.linkname = kind, "udp/client.py"
        archive.addfile(info)
    (tmp_path / "a").write_bytes(packed.getvalue())
    staged = taken(tmp_path / "a")
    assert contents(staged) == TREE
    assert reasons(staged) == {"udp/server.py": f"it is {words} and no regular file"}


def zip_with(change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    """Return a zip of ``TREE`` and of one more program, which is changed before it is written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in TREE.items():
            archive.writestr(name, content)
        info = zipfile.ZipInfo("udp/server.py")
        change(info)
        archive.writestr(info, SECRET)
    return packed.getvalue()


def make_link(info: zipfile.ZipInfo) -> None:
    """Make a member a symbolic link, as Info-ZIP stores it."""
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16


def make_pipe(info: zipfile.ZipInfo) -> None:
    """Make a member a pipe."""
    info.create_system, info.external_attr = 3, (stat.S_IFIFO | 0o666) << 16


def pack_otherwise(info: zipfile.ZipInfo) -> None:
    """Pack a member by a method that may ask for gigabytes of memory."""
    info.compress_type = zipfile.ZIP_LZMA


def spoiled(find: bytes, replace: bytes) -> bytes:
    """Return a zip whose last program is stored, with some of its bytes replaced."""
    data = zip_with(lambda _: None)
    assert find in data
    return data.replace(find, replace)


def encrypted() -> bytes:
    """Return a zip whose last member says that it is encrypted, in both of its headers."""
    data = bytearray(zip_with(lambda _: None))
    data[data.rindex(b"PK\x03\x04") + 6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_with(make_link), "it is a symbolic link and no regular file"),
        (zip_with(make_pipe), "it is a pipe and no regular file"),
        (zip_with(pack_otherwise), "it is packed by another method than deflate, the usual one"),
        (encrypted(), "it is encrypted"),
        (spoiled(SECRET, SECRET.upper()), "it is damaged in the archive"),
    ],
    ids=["link", "pipe", "method", "encryption", "damage"],
)
def test_a_member_of_a_zip_that_cannot_be_taken_is_refused_alone(
    tmp_path: Path, taken: Callable[..., Staged], data: bytes, reason: str
) -> None:
    """Links, encryption, unusual packing and damage cost the program concerned."""
    (tmp_path / "a").write_bytes(data)
    staged = taken(tmp_path / "a")
    assert contents(staged) == TREE
    assert reasons(staged) == {"udp/server.py": reason}


def test_a_bomb_in_a_zip_costs_only_the_program_that_it_is(
    tmp_path: Path, taken: Callable[..., Staged], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a zip only what is taken is unpacked, and no more of it than the cap, whatever size it claims."""
    unpacked: list[int] = []
    read = zipfile.ZipExtFile.read

    def counted(member: zipfile.ZipExtFile, most: int | None = -1) -> bytes:
        content = read(member, most)
        unpacked.append(len(content))
        return content

    data = zipped(TREE | {"udp/server.py": bytes(30 * 1024 * 1024)})
    (tmp_path / "a").write_bytes(data)
    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    staged = taken(tmp_path / "a")
    assert contents(staged) == TREE
    assert reasons(staged) == {"udp/server.py": "it is larger than 1024 KiB"}
    assert max(unpacked) == 1024 * 1024 + 1


def test_a_zip_of_many_members_is_refused_before_they_are_read(
    tmp_path: Path, taken: Callable[..., Staged], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of members is known before anything is made of them."""
    (tmp_path / "a").write_bytes(zipped(TREE))
    monkeypatch.delattr(zipfile, "ZipFile")
    with pytest.raises(BadCall, match="more than 2 members are in the archive"):
        taken(tmp_path / "a", archive_members=2)


def test_a_name_in_a_zip_does_not_end_at_a_zero_byte(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A member is called what the archive calls it, not what some reader makes of it."""
    data = zipped(TREE | {"udp/server.py_.txt": SECRET}).replace(b"server.py_", b"server.py\0")
    (tmp_path / "a").write_bytes(data)
    assert contents(taken(tmp_path / "a")) == TREE


def test_an_exercise_that_an_archive_holds_as_a_link_costs_that_exercise(
    tmp_path: Path, taken: Callable[..., Staged]
) -> None:
    """A folder that is a link is no folder, also where members claim to lie in it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("udp")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(info)
        for name in TREE:
            archive.addfile(tarfile.TarInfo(name))
    (tmp_path / "a").write_bytes(packed.getvalue())
    staged = taken(tmp_path / "a")
    assert staged.handed_in == {"tcp_v1/server.py", "tcp_v1/helper.py"}
    assert reasons(staged)["udp/client.py"] == "udp is a symbolic link and no folder"


@pytest.mark.parametrize(("names", "told"), [(20, 20), (21, 21), (25, 21)])
def test_names_that_lead_elsewhere_are_told_up_to_a_number(names: int, told: int) -> None:
    """As many as that are told one by one; the rest is a number of them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(names):
            archive.writestr(f"../{number:02}.py", b"")
    refused = read_archive(data.getvalue(), load_course(EXERCISES).intake).refused
    assert len(refused) == told
    assert sum("more" in left_out.reason.values for left_out in refused) == (told > 20)
