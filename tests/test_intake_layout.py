"""Intake of submissions whose exercises lie elsewhere: folders around them, archives in folders, names from Windows."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.failures import BadCall
from grader.model import Remark
from grader.submission import Staged
from tests.packing import PACKERS, SECRET, TREE, contents, missing, plant, reasons, tarred, zipped
from tests.paths import SOLUTIONS, run


def refusal_of(taken: Callable[..., Staged], path: Path, **caps: int) -> str:
    """Return the one line with which a submission is refused as a whole."""
    with pytest.raises(BadCall) as caught:
        taken(path, **caps)
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).isprintable()
    return str(caught.value).removeprefix(f"{path}: ")


def below(top: str, files: dict[str, bytes] = TREE) -> dict[str, bytes]:
    """Return the files with a folder around them."""
    return {f"{top}/{name}": content for name, content in files.items()}


# Folders around the exercises


@pytest.mark.parametrize("packer", [None, *PACKERS])
@pytest.mark.parametrize("top", ["exercises", "work", "hand-in/exercises"])
def test_folders_get_what_archives_get(
    tmp_path: Path, taken: Callable[..., Staged], packer: Callable[..., bytes] | None, top: str
) -> None:
    """A clone of the handout, an unpacked download: up to two folders around the exercises, and that is said."""
    files = below(top) | {"README.md": b"", ".git/config": b"", "grader/cli.py": b"", "__MACOSX/udp/._client.py": b""}
    if packer is None:
        plant(tmp_path / "work", files)
    else:
        (tmp_path / "work").write_bytes(packer(files))
    staged = taken(tmp_path / "work")
    assert contents(staged) == TREE
    assert staged.remarks == (Remark(top, "."),)
    assert staged.refused == ()


def test_what_lies_too_deep_is_named(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """The line says how deep the grader has looked, what it found, and which shape is wanted."""
    said = refusal_of(taken, plant(tmp_path / "work", below("a/b/c")))
    assert said == (
        "not a submission; it has none of the folders tcp_v1, tcp_v2, tcp_v3, udp, with at most 2 folders around them; "
        "found instead: a/, a/b/, a/b/c/; wanted is a file such as tcp_v1/server.py"
    )


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """There is nothing else to say of it."""
    (tmp_path / "work").mkdir()
    assert "; it is empty; wanted is a file such as tcp_v1/server.py" in refusal_of(taken, tmp_path / "work")


@pytest.mark.parametrize("other", ["backup/tcp_v1/server.py", "backup/UDP/client.py"])
@pytest.mark.parametrize("near", ["work/udp", "work/Udp", "Udp"])
def test_two_folders_of_exercises_are_refused(
    tmp_path: Path, taken: Callable[..., Staged], near: str, other: str
) -> None:
    """Which of them is meant is not guessed, exact names or near ones; both are named."""
    work = plant(tmp_path / "submission", {f"{near}/client.py": b"", other: b""})
    both = ", ".join(sorted((near.rpartition("/")[0] or ".", "backup")))
    assert refusal_of(taken, work) == f"several folders hold exercises ({both}); hand in one"


def test_exercises_at_the_top_are_the_submission(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """With an exercise in its place at the top, nothing deeper is looked at."""
    assert contents(taken(plant(tmp_path / "work", TREE | below("backup")))) == TREE


def test_one_folder_too_many_in_an_exercise_is_seen_through(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """Where an exercise's folder holds no program, the one folder in it that does is taken, with a remark."""
    staged = taken(plant(tmp_path / "work", {"udp/udp/server.py": b"1", "udp/udp/x.py": b"2", "udp/docs/a.txt": b""}))
    assert contents(staged) == {"udp/server.py": b"1", "udp/x.py": b"2"}
    assert staged.remarks == (Remark("udp/udp", "udp"),)


def test_of_two_folders_in_an_exercise_none_is_taken(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """Both are named."""
    staged = taken(plant(tmp_path / "work", {"udp/old/server.py": b"1", "udp/new/server.py": b"2"}))
    assert staged.handed_in == set()
    said = "several folders in it hold its programs (new, old); put the right ones into udp"
    assert reasons(staged) == {"udp/server.py": said, "udp/client.py": said}


def test_of_two_near_folders_of_an_exercise_none_is_taken(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """Both are named, and the other exercises are taken."""
    staged = taken(plant(tmp_path / "work", TREE | {"TCP-v2/server.py": b"1", "tcp_v2 (1)/server.py": b"2"}))
    assert contents(staged) == TREE
    said = "several things have nearly the name of its folder (TCP-v2, tcp_v2 (1)); call the right one tcp_v2"
    assert reasons(staged)["tcp_v2/server.py"] == said


def test_an_exercises_exact_folder_always_wins(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """The other one is named as not taken."""
    staged = taken(plant(tmp_path / "work", TREE | {"UDP/server.py": b"other", "udp.zip": b""}))
    assert contents(staged) == TREE
    said = "udp is there too, and only that is taken (udp.zip: the same)"
    assert reasons(staged) == {"UDP": said}


def test_a_link_around_the_exercises_is_not_followed(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """Neither a folder around the exercises, nor one with nearly an exercise's name, nor an archive may be a link."""
    plant(tmp_path / "elsewhere", {"udp/server.py": SECRET, "server.py": SECRET})
    (tmp_path / "a.zip").write_bytes(zipped({"udp/server.py": SECRET}))
    work = plant(tmp_path / "work", {"notes.txt": b""})
    (work / "exercises").symlink_to(tmp_path / "elsewhere")
    (work / "UDP").symlink_to(tmp_path / "elsewhere")
    (work / "udp.zip").symlink_to(tmp_path / "a.zip")
    assert "found instead: UDP, exercises, notes.txt, udp.zip;" in refusal_of(taken, work)


def test_the_search_is_bounded(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A crowd around the exercises is not looked through to its end."""
    plant(tmp_path / "work", {f"{number}/x": b"" for number in range(30)} | below("z"))
    said = refusal_of(taken, tmp_path / "work", archive_members=40)
    assert said == "more than 40 things lie around the exercises; hand in these alone"
    assert refusal_of(taken, tmp_path / "work", entries=20) == "more than 20 things lie in this folder"


# Archives in folders


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("top", ["", "main/", "repository-main/exercises/"])
def test_a_folder_with_one_archive_in_it_is_that_archive(
    tmp_path: Path, taken: Callable[..., Staged], packer: Callable[..., bytes], top: str
) -> None:
    """What a platform makes of a hand-in: a folder for each student, with the archive, and a note beside it."""
    work = plant(tmp_path / "work", {"Li H_4712_file_/hand-in.tgz": packer(TREE, top), "Li H_4712.txt": b""})
    staged = taken(work)
    assert contents(staged) == TREE
    assert staged.remarks == (Remark(f"Li H_4712_file_/hand-in.tgz/{top}".rstrip("/"), "."),)


@pytest.mark.parametrize("top", ["", "tcp_v1/", "TCP-v1/", "work/tcp_v1/", "work/"])
def test_an_archive_for_each_exercise_is_one_submission(tmp_path: Path, taken: Callable[..., Staged], top: str) -> None:
    """Archives that are named after the exercises, whatever the platform puts before; flat or with folders in them."""
    before = "gradebook_NET101_Sockets_mueller_attempt_2026-11-27-10-00-00"
    one = {f"{top}server.py": b"one", f"{top}helper.py": b"two"}
    files = {f"{before}_tcp_v1.zip": zipped(one), f"{before}_udp.tar": tarred({"client.py": b"three\0\xff"})}
    staged = taken(plant(tmp_path / "work", files | {f"{before}.txt": b""}))
    assert contents(staged) == TREE
    assert staged.refused == ()
    assert {remark.taken_as for remark in staged.remarks} == {"tcp_v1", "udp"}
    assert all(remark.path.isprintable() and before in remark.path for remark in staged.remarks)


def test_two_archives_for_one_exercise_are_named(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A second upload: which one is meant is not guessed; the other exercises are taken."""
    again = zipped({"server.py": b""})
    files = {"a_udp.zip": again, "a_udp-1.zip": again, "a_tcp_v1.zip": zipped({"server.py": b"one"})}
    staged = taken(plant(tmp_path / "work", files))
    assert staged.handed_in == {"tcp_v1/server.py"}
    said = "several things have nearly the name of its folder (a_udp-1.zip, a_udp.zip); call the right one udp"
    assert reasons(staged)["udp/server.py"] == said


def test_an_archive_for_one_exercise_that_holds_others_is_refused(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """Nothing that was handed in is lost without a word."""
    files = {"tcp_v1.zip": zipped(TREE), "tcp_v2.zip": zipped({"server.py": b""})}
    staged = taken(plant(tmp_path / "work", files))
    assert staged.handed_in == {"tcp_v2/server.py"}
    assert reasons(staged)["tcp_v1/server.py"].startswith("tcp_v1.zip holds udp; hand in one archive of all exercises")


def test_a_damaged_archive_costs_its_exercise(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """The others are taken, and the damage is told at its programs."""
    files = {"udp.zip": b"PK\x03\x04", "tcp_v1.zip": zipped({"server.py": b"one"})}
    staged = taken(plant(tmp_path / "work", files))
    assert staged.handed_in == {"tcp_v1/server.py"}
    assert reasons(staged)["udp/server.py"] == "udp.zip: the archive is damaged: this zip cannot be read"


def test_archives_that_cannot_be_told_apart_are_refused(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """All are named, with the shape that is wanted."""
    work = plant(tmp_path / "work", {"first.zip": zipped(TREE), "second.zip": zipped(TREE)})
    assert refusal_of(taken, work) == (
        "several archives lie in it (first.zip, second.zip); "
        "hand in one, or one for each exercise, named after it: tcp_v1.zip"
    )


def test_files_without_an_exercise_are_refused(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """Flat files of a platform, or a folder too high: nothing says which exercise they are of; they are named."""
    names = ("mullera_4711_98765_server.py", "mullera_4711_98766_server-1.py", "mullera_4711_98767_notes.txt")
    said = refusal_of(taken, plant(tmp_path / "work", dict.fromkeys(names, b"")))
    assert all(name in said for name in names)
    assert said.endswith("wanted is a file such as tcp_v1/server.py")


def test_files_one_folder_too_high_are_named(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A file beside the exercises is no program of any of them; where the program is missed, it is named."""
    staged = taken(plant(tmp_path / "work", {"udp/notes.txt": b"", "server.py": b"1", "Server.py": b"2"}))
    assert staged.handed_in == set()
    assert missing(staged)["udp/server.py"] == "udp holds notes.txt; outside of it lies Server.py, server.py"
    assert missing(staged)["udp/client.py"] == "udp holds notes.txt"
    assert missing(staged)["tcp_v1/server.py"] == (
        "there is no folder tcp_v1; beside the exercises lie Server.py, server.py"
    )


def test_backslashes_on_a_disk_are_named(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """What a careless program has unpacked there are files with odd names, and no folders."""
    said = refusal_of(taken, plant(tmp_path / "work", {"udp\\server.py": b""}))
    assert "found instead: udp\\server.py;" in said


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """One layer of archives is read, and no more; what lies deeper is named."""
    (tmp_path / "a.zip").write_bytes(zipped({"work.zip": zipped(TREE)}))
    said = refusal_of(taken, tmp_path / "a.zip")
    assert "found instead: work.zip; an archive in an archive is not opened;" in said
    work = plant(tmp_path / "work", {"a.zip": zipped({"udp.zip": zipped({"server.py": b""})})})
    assert "a.zip/udp.zip" in refusal_of(taken, work)


def test_an_archive_beside_exercises_in_an_archive_is_named(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """It would be a second layer, so it is not opened, and is named where its programs are missed."""
    (tmp_path / "a.zip").write_bytes(zipped({"tcp_v1/server.py": b"one", "udp.zip": zipped({"server.py": b""})}))
    staged = taken(tmp_path / "a.zip")
    assert staged.handed_in == {"tcp_v1/server.py"}
    assert missing(staged)["udp/server.py"] == "there is no folder udp; beside the exercises lie udp.zip"


def test_what_is_no_folder_is_no_exercise_under_nearly_its_name(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A file or a link with nearly an exercise's name is named, and not opened."""
    plant(tmp_path / "elsewhere", {"server.py": SECRET})
    work = plant(tmp_path / "work", {"tcp_v1/server.py": b"one", "TCP_v2": zipped({"server.py": SECRET})})
    (work / "UDP").symlink_to(tmp_path / "elsewhere")
    staged = taken(work)
    assert staged.handed_in == {"tcp_v1/server.py"}
    assert staged.refused == ()
    assert missing(staged)["udp/server.py"] == "there is no folder udp; beside the exercises lie TCP_v2, UDP"


def test_archives_in_a_folder_have_their_caps_together(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """Many archives are not more than one: what is read of them is bounded in all."""
    large = zipped({"server.py": b"one", "x": bytes(700 * 1024)}, method=zipfile.ZIP_STORED)
    staged = taken(plant(tmp_path / "work", {"tcp_v1.zip": large, "tcp_v2.zip": large}), archive_mib=1)
    assert staged.handed_in == {"tcp_v1/server.py"}
    said = "tcp_v2.zip: the archives are larger than 1 MiB; hand in the exercises alone"
    assert reasons(staged)["tcp_v2/server.py"] == said


# Names from Windows


def raw_zip(files: dict[str, bytes]) -> bytes:
    """Return a zip whose members have these very names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, content)
    return packed.getvalue()


@pytest.mark.parametrize("packer", [raw_zip, tarred])
@pytest.mark.parametrize("top", ["", "work\\", "work\\exercises\\"])
def test_backslashes_separate_folders(
    tmp_path: Path, taken: Callable[..., Staged], packer: Callable[..., bytes], top: str
) -> None:
    """A zip that Windows has made is the folder that was packed, with a remark."""
    files = {top + name.replace("/", "\\"): content for name, content in TREE.items()}
    (tmp_path / "a").write_bytes(packer({f"{top}tcp_v1\\": b"", **files} if packer is raw_zip else files))
    staged = taken(tmp_path / "a")
    assert contents(staged) == TREE
    first = next(iter(files))
    assert Remark(first, first.replace("\\", "/")) in staged.remarks
    assert staged.refused == ()


@pytest.mark.parametrize("packer", [raw_zip, tarred])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("..\\client.py", "its name in the archive leads out of a folder"),
        ("tcp_v1\\..\\tcp_v1\\client.py", "its name in the archive leads out of a folder"),
        ("tcp_v1/..\\client.py", "its name in the archive leads out of a folder"),
        ("\\tcp_v1\\client.py", "its name in the archive is absolute"),
        ("\\\\host\\share\\client.py", "its name in the archive is absolute"),
        ("C:\\tcp_v1\\client.py", "its name in the archive is absolute"),
        ("c:tcp_v1/client.py", "its name in the archive is absolute"),
    ],
)
def test_windows_names_that_lead_elsewhere_are_refused(
    tmp_path: Path, taken: Callable[..., Staged], packer: Callable[..., bytes], name: str, reason: str
) -> None:
    """A backslash, a drive or a share leads nowhere; the member is named, and the others are taken."""
    (tmp_path / "a").write_bytes(packer(TREE | {name: SECRET}))
    staged = taken(tmp_path / "a")
    assert contents(staged) == TREE
    assert reasons(staged) == {name: reason}


def test_one_name_in_two_spellings_is_there_twice(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A backslash makes no second file of it."""
    (tmp_path / "a").write_bytes(raw_zip(TREE | {"udp\\client.py": SECRET}))
    staged = taken(tmp_path / "a")
    assert "udp/client.py" not in staged.handed_in
    assert reasons(staged) == {"udp/client.py": "the archive holds it more than once"}


def test_a_wrapped_submission_gets_its_marks(tmp_path: Path) -> None:
    """A clone of the handout is graded, and the report says where the exercises were found."""
    shutil.copytree(SOLUTIONS, tmp_path / "clone" / "exercises")
    answer = run("grade", tmp_path / "clone", "--only", "udp/server", "--json", "--reports", tmp_path / "reports")
    score = json.loads(answer.stdout)
    assert (answer.returncode, score["score"]) == (0, 13)
    assert score["remarks"] == [{"path": "exercises", "taken_as": ".", "shadows": ""}]
