"""Intake: what of a submission is taken, and what becomes of the rest."""

import gzip
import io
import json
import os
import shutil
import socket
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.catalog import load_course
from grader.failures import BadCall
from grader.model import Course, Intake
from grader.submission import Staged, stage
from tests.paths import EXERCISES, SOLUTIONS, run

Files = dict[str, bytes]
TREE: Files = {"tcp_v1/server.py": b"one", "tcp_v1/helper.py": b"two", "udp/client.py": b"three\0\xff"}
SECRET = b"the solution"


@pytest.fixture(scope="module")
def course() -> Course:
    """Return the course's catalogue."""
    return load_course(EXERCISES)


@pytest.fixture
def taken(course: Course, tmp_path: Path) -> Callable[..., Staged]:
    """Return a function that takes in a submission, with some of the caps changed."""

    def take(submission: Path, **caps: int) -> Staged:
        intake = msgspec.structs.replace(course.intake, **caps)
        return stage(submission, course.exercise, intake, tmp_path / "staged")

    return take


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    """Return a folder with the files of ``TREE``, beside a file that is none of its business."""
    (tmp_path / "secret.py").write_bytes(SECRET)
    return plant(tmp_path / "submission", TREE)


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
    return {refusal.path: refusal.reason for refusal in staged.refused}


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


# What is taken


def test_programs_and_the_files_beside_them_are_taken(submission: Path, taken: Callable[..., Staged]) -> None:
    """The programs, and other .py files in an exercise's folder, are copied byte by byte; nothing else is."""
    plant(submission, {"readme.py": b"", "tcp_v1/notes.txt": b"", "tcp_v1/deeper/x.py": b"", "other/server.py": b""})
    plant(submission, {"tcp_v1/.#server.py": b"", "tcp_v1/x.pth": b"", "tcp_v1/__pycache__/helper.pyc": b""})
    staged = taken(submission)
    assert contents(staged) == TREE
    assert staged.handed_in == set(TREE)
    assert staged.refused == ()


def test_the_hash_is_of_names_and_contents_alone(submission: Path, taken: Callable[..., Staged]) -> None:
    """The hash of a submission stays what it is, whatever else lies there: records of name, length and content."""
    known = "sha256:5ff4fcdf18111612b929800e8574faaf2583e90183ed9d6c4593403756ea81c1"
    plant(submission, {"tcp_v1/notes.txt": b""})
    assert taken(submission).hash == known


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("top", ["", "./", "main/", "repository-main/exercises/"])
def test_an_archive_is_the_folder_that_was_packed(
    submission: Path, taken: Callable[..., Staged], packer: Callable[..., bytes], top: str
) -> None:
    """The same files and the same hash, also with one or two folders around them, and whatever its name is."""
    archive = submission.parent / "homework"
    archive.write_bytes(packer(TREE | {"README.md": b"", "udp/.DS_Store": b""}, top))
    from_archive = taken(archive)
    assert contents(from_archive) == TREE
    shutil.rmtree(from_archive.folder)
    assert from_archive == taken(submission)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_in_a_tar_are_understood(tmp_path: Path, taken: Callable[..., Staged], form: int) -> None:
    """Names of more than 100 bytes stand in a prefix, a member of GNU's or a pax header."""
    (tmp_path / "a").write_bytes(tarred(TREE, f"{'r' * 95}/exercises/", form))
    assert contents(taken(tmp_path / "a")) == TREE


def test_a_helper_may_have_any_name_that_python_can_import(submission: Path, taken: Callable[..., Staged]) -> None:
    """Names are those of modules, in any script; others are refused by name, and cost nothing."""
    good = {"tcp_v1/größe.py", "tcp_v1/工具.py", "tcp_v1/_x1.py"}
    odd = {"tcp_v1/server (1).py", "tcp_v1/my-helper.py", "tcp_v1/1.py", "tcp_v1/a.b.py"}
    plant(submission, dict.fromkeys(good | odd, b""))
    staged = taken(submission)
    assert staged.handed_in == set(TREE) | good
    assert reasons(staged) == dict.fromkeys(odd, "its name is none that Python can import")


def test_a_name_cannot_forge_what_is_shown(submission: Path, taken: Callable[..., Staged]) -> None:
    """Control characters, bytes that are no text, and characters that turn text around are shown escaped."""
    for name in (b"\x1b[2J\n.py", b"\xff.py", "\u202e.py".encode(), b"long" * 40 + b".py"):
        (Path(os.fsdecode(os.fsencode(submission) + b"/udp/" + name))).write_bytes(b"")
    shown = {refusal.path for refusal in taken(submission).refused}
    assert shown == {"udp/\\x1b[2J\\n.py", "udp/\\udcff.py", "udp/\\u202e.py", f"udp/{'long' * 19}lon…"}


# What is refused, on the disk


def obstruct(kind: str, path: Path, secret: Path) -> None:
    """Put something that is no regular file of its own in the place of a program."""
    match kind:
        case "a symbolic link":
            path.symlink_to(secret)
        case "a hard link":
            path.hardlink_to(secret)
        case "a folder":
            plant(path, {"server.py": SECRET})
        case "a pipe":
            os.mkfifo(path)
        case "a socket":
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(path))
        case "a device":
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))


@pytest.mark.parametrize("name", ["server.py", "helper.py"])
@pytest.mark.parametrize("kind", ["a symbolic link", "a hard link", "a folder", "a pipe", "a socket", "a device"])
def test_what_is_no_regular_file_is_refused_alone(
    submission: Path, taken: Callable[..., Staged], kind: str, name: str
) -> None:
    """Neither followed nor opened nor waited for; it is named with its kind, and the other files are taken."""
    (submission / "tcp_v1" / name).unlink()
    try:
        obstruct(kind, submission / "tcp_v1" / name, submission.parent / "secret.py")
    except PermissionError:
        pytest.skip("only root makes devices")
    staged = taken(submission)
    assert contents(staged) == {path: content for path, content in TREE.items() if path != f"tcp_v1/{name}"}
    assert list(reasons(staged)) == [f"tcp_v1/{name}"]
    assert kind in reasons(staged)[f"tcp_v1/{name}"]


@pytest.mark.parametrize("kind", ["a symbolic link", "a pipe", "a socket", "a file"])
def test_an_exercise_that_is_no_folder_costs_that_exercise(
    submission: Path, taken: Callable[..., Staged], kind: str
) -> None:
    """A link to somebody else's exercise is not followed."""
    elsewhere = plant(submission.parent / "elsewhere", {"server.py": SECRET})
    shutil.rmtree(submission / "udp")
    obstruct(kind, submission / "udp", elsewhere)
    if kind == "a file":
        (submission / "udp").write_bytes(b"")
    staged = taken(submission)
    assert "udp/server.py" not in staged.handed_in
    assert "tcp_v1/server.py" in staged.handed_in
    assert reasons(staged) == dict.fromkeys(("udp/server.py", "udp/client.py"), f"udp is {kind} and no folder")


def test_what_was_looked_at_is_what_is_read(
    submission: Path, taken: Callable[..., Staged], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever changes a file into a link between the grader's look and its reading gains nothing."""
    look = os.fstat
    program = submission / "udp" / "client.py"
    own = program.stat()

    def look_and_change(descriptor: int) -> os.stat_result:
        facts = look(descriptor)
        if facts.st_ino == own.st_ino and not program.is_symlink():
            program.rename(submission / "moved")
            program.symlink_to(submission.parent / "secret.py")
        return facts

    monkeypatch.setattr(os, "fstat", look_and_change)
    assert contents(taken(submission)) == TREE
    assert program.is_symlink()


# Caps


def test_what_is_too_large_is_refused_alone(submission: Path, taken: Callable[..., Staged]) -> None:
    """A file may come to the cap, and not to a byte more."""
    plant(submission, {"tcp_v1/server.py": b"#" * 1025, "tcp_v1/client.py": b"#" * 1024})
    staged = taken(submission, file_kib=1)
    assert reasons(staged) == {"tcp_v1/server.py": "it is larger than 1 KiB"}
    assert "tcp_v1/client.py" in staged.handed_in


def test_files_beside_the_programs_cannot_crowd_them_out(submission: Path, taken: Callable[..., Staged]) -> None:
    """Programs come first; of the other files only so many are taken, and so many bytes, and that is said."""
    plant(submission, {f"tcp_v1/a{number}.py": b"#" * 600 for number in range(9)})
    many = taken(submission, helpers=3, file_kib=1, helpers_kib=1)
    assert many.handed_in == set(TREE) - {"tcp_v1/helper.py"} | {"tcp_v1/a0.py"}
    assert set(reasons(many)) == {"tcp_v1/a1.py", "tcp_v1/a2.py", "tcp_v1/a3.py"}
    assert reasons(many)["tcp_v1/a3.py"].startswith("only 3 files beside the programs are taken; 7 are left out")


def test_a_folder_with_too_much_in_it_gives_its_programs(submission: Path, taken: Callable[..., Staged]) -> None:
    """A crowd is not listed to its end, and the programs are taken all the same."""
    plant(submission, {f"tcp_v1/{number}": b"" for number in range(20)})
    staged = taken(submission, entries=10)
    assert staged.handed_in == set(TREE) - {"tcp_v1/helper.py"}
    assert reasons(staged) == {"tcp_v1": "more than 10 things lie in this folder; only its programs are taken"}


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
        "several folders in the archive hold exercises (a, b)",
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


@pytest.mark.parametrize("kind", ["a pipe", "a socket", "a device"])
def test_a_submission_that_would_block_is_a_bad_call(tmp_path: Path, taken: Callable[..., Staged], kind: str) -> None:
    """A pipe or a device as the submission is not opened."""
    path = tmp_path / "submission"
    if kind == "a device":
        path.symlink_to("/dev/tty")
    else:
        obstruct(kind, path, path)
    with pytest.raises(BadCall, match=f"neither a folder nor an archive of one, but {kind}"):
        taken(path)


def test_whoever_calls_may_name_the_submission_by_a_link(submission: Path, taken: Callable[..., Staged]) -> None:
    """The path of the submission is the caller's word; what lies below is not."""
    (submission.parent / "link").symlink_to(submission)
    assert contents(taken(submission.parent / "link")) == TREE


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
    assert told[-1].reason == "80 more names in the archive lead elsewhere, this one first"


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


# Through the command line

BESIDE = ("conftest.py", "sitecustomize.py", "usercustomize.py", "json.py", "encodings.py", "__init__.py", "grader.py")
NEVER_TAKEN = ("pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg", "x.pth", "python._pth", "pyvenv.cfg")


def test_files_beside_a_program_harm_nobody(tmp_path: Path) -> None:
    """Nothing of a submission is imported, collected or found by the grader, whatever its name."""
    submission = shutil.copytree(SOLUTIONS, tmp_path / "submission")
    harm = f"import os\nopen({str(tmp_path / 'harm')!r}, 'a').write(__file__)\nos._exit(3)\n"
    settings = "[pytest]\naddopts = --collect-only\n[tool.pytest.ini_options]\naddopts = '--collect-only'\n"
    for folder in (submission, submission / "tcp_v1", submission / "tcp_v1" / "__pycache__"):
        plant(folder, {name: harm.encode() for name in BESIDE} | {name: settings.encode() for name in NEVER_TAKEN})
    answer = run("grade", submission, "--only", "tcp_v1", "--json", "--reports", tmp_path / "reports")
    score = json.loads(answer.stdout)
    assert (answer.returncode, score["score"], score["refused"]) == (0, 15, [])
    assert not (tmp_path / "harm").exists()


def test_a_module_that_shadows_pythons_own_costs_its_own_program(tmp_path: Path) -> None:
    """A socket.py beside the programs breaks them, as it would anywhere; other exercises and the grader go on."""
    submission = shutil.copytree(SOLUTIONS, tmp_path / "submission")
    plant(submission, {"tcp_v1/socket.py": b"raise SystemExit(0)\n"})
    answer = run("grade", submission, "--json", "--reports", tmp_path / "reports")
    score = json.loads(answer.stdout)
    assert answer.returncode == 1
    assert score["complete"]
    assert [exercise["score"] for exercise in score["exercises"]] == [0, 15, 45, 25]


def test_an_archive_is_graded_and_refusals_are_told(tmp_path: Path) -> None:
    """An archive does as well as a folder, and both reports say what was refused, with the reason."""
    files = {str(path.relative_to(SOLUTIONS)): path.read_bytes() for path in (SOLUTIONS / "udp").glob("*.py")}
    (tmp_path / "a.zip").write_bytes(zipped(files | {"udp/my-helper.py": b"", "udp/client.py/": b""}, "alice-main/"))
    answer = run("grade", tmp_path / "a.zip", "--only", "udp", "--reports", tmp_path / "reports", COLUMNS="200")
    assert answer.returncode == 1
    assert "udp/client.py was not handed in: the archive holds it more than once." in answer.stdout
    assert "udp/my-helper.py was left out: its name is none that Python can import." in answer.stdout
    assert "Score: 13/25" in answer.stdout
    assert json.loads((tmp_path / "reports" / "score.json").read_text())["refused"] == [
        {"path": "udp/client.py", "reason": "the archive holds it more than once"},
        {"path": "udp/my-helper.py", "reason": "its name is none that Python can import"},
    ]


def test_an_archive_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    """The exit status is 2, and no report is written."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and no more")
    answer = run("grade", tmp_path / "a.zip", "--reports", tmp_path / "reports")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"error: {tmp_path}/a.zip: the archive is damaged: this zip cannot be read\n"
    assert not (tmp_path / "reports").exists()


def test_the_programs_of_a_full_submission_always_fit(course: Course) -> None:
    """No cap on archives refuses a submission that would be taken as a folder for its size."""
    intake: Intake = course.intake
    programs = sum(len(exercise.programs) for exercise in course.exercise)
    fullest = programs * intake.file_kib + len(course.exercise) * intake.helpers_kib
    assert fullest < min(intake.archive_mib, intake.unpacked_mib, intake.ratio_from_mib) * 1024
    assert programs + len(course.exercise) * intake.helpers < intake.archive_members
