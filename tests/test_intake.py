"""Intake: what of a submission is taken, and what becomes of the rest."""

import json
import os
import shutil
import socket
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import Course, Intake
from grader.failures import BadCall
from grader.submission import Staged
from tests.packing import PACKERS, SECRET, TREE, contents, missing, plant, reasons, tarred, zipped
from tests.paths import SOLUTIONS, run

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
    from_folder = taken(submission)
    assert (from_archive.hash, from_archive.handed_in) == (from_folder.hash, from_folder.handed_in)
    assert from_archive.refused == from_folder.refused == ()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_in_a_tar_are_understood(tmp_path: Path, taken: Callable[..., Staged], form: int) -> None:
    """Names of more than 100 bytes stand in a prefix, a member of GNU's or a pax header."""
    (tmp_path / "a").write_bytes(tarred(TREE, f"{'r' * 95}/exercises/", form))
    assert contents(taken(tmp_path / "a")) == TREE


def test_a_helper_may_have_any_name_that_python_can_import(submission: Path, taken: Callable[..., Staged]) -> None:
    """Names are those of modules, in any script; others are refused by name, and cost nothing."""
    good = {"tcp_v1/größe.py", "tcp_v1/工具.py", "tcp_v1/_x1.py"}
    odd = {"tcp_v1/my_helper (1).py", "tcp_v1/my-helper.py", "tcp_v1/1.py", "tcp_v1/a.b.py"}
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


@pytest.mark.parametrize("name", ["udp", "UDP"])
@pytest.mark.parametrize("looks", range(1, 7))
def test_a_folder_that_becomes_a_link_is_not_followed(
    tmp_path: Path, taken: Callable[..., Staged], monkeypatch: pytest.MonkeyPatch, name: str, looks: int
) -> None:
    """Whoever changes an exercise's folder into a link, after whichever look at it, loses that exercise at most."""
    submission = plant(tmp_path / "submission", {f"{name}/client.py": b"own", "tcp_v1/server.py": b"one"})
    elsewhere = plant(tmp_path / "elsewhere", {"client.py": SECRET})
    folder = submission / name
    own, look, seen = folder.stat(), os.fstat, []

    def look_and_change(descriptor: int) -> os.stat_result:
        facts = look(descriptor)
        if facts.st_ino == own.st_ino:
            seen.append(descriptor)
            if len(seen) == looks:
                folder.rename(submission / "moved")
                folder.symlink_to(elsewhere)
        return facts

    monkeypatch.setattr(os, "fstat", look_and_change)
    staged = taken(submission)
    found = contents(staged)
    assert found.pop("tcp_v1/server.py") == b"one"
    assert found in ({}, {"udp/client.py": b"own"})
    assert found or any(name in said for said in {*reasons(staged).values(), *missing(staged).values()})


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
