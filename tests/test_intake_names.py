"""Intake of nearly right names: taken where one thing can be meant, named where more can, and never zero in silence."""

import itertools
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import Course
from grader.model import Remark
from grader.submission import Staged
from grader.submission.names import exercise_meant, exercise_of_archive, is_nearly, looks_like
from grader.submission.rules import Kind, take
from tests.packing import contents, missing, plant, reasons, zipped
from tests.paths import SOLUTIONS, run

NEARLY = (
    "Server.py",
    "SERVER.PY",
    "server.PY",
    "server .py",
    " server.py",
    "server.py ",
    "server (1).py",
    "server(12).py",
    "server-1.py",
    "Server (1)-2.py",
    "server.py.txt",
    "server.py.py",
    "Server (1).py.txt",
)
NAMED_ONLY = (
    "server_final.py",
    "server_1.py",
    "server2.py",
    "server",
    "server.txt",
    "server.pyc",
    "server copy.py",
    "my server.py",
    "mullera_4711_98765_server.py",
    "server.py.bak",
    "\u017ferver.py",
    "sérver.py",
)
EXERCISES = ("tcp_v1", "tcp_v2", "udp")


@pytest.mark.parametrize("name", NEARLY)
def test_a_nearly_right_name_is_the_programs(tmp_path: Path, taken: Callable[..., Staged], name: str) -> None:
    """Case, blanks, download numbers and endings of editors: taken as the program, under its name, with a remark."""
    staged = taken(plant(tmp_path / "work", {f"tcp_v1/{name}": b"one"}))
    assert contents(staged) == {"tcp_v1/server.py": b"one"}
    assert staged.remarks == (Remark(f"tcp_v1/{name}", "tcp_v1/server.py"),)
    assert staged.refused == ()
    right = plant(tmp_path / "right", {"tcp_v1/server.py": b"one"})
    shutil.rmtree(staged.folder)
    assert taken(right).hash == staged.hash


@pytest.mark.parametrize("name", NAMED_ONLY)
def test_any_other_name_is_named_and_not_guessed(tmp_path: Path, taken: Callable[..., Staged], name: str) -> None:
    """What somebody has chosen is no program; that it lies there is said where the program is missed."""
    staged = taken(plant(tmp_path / "work", {f"tcp_v1/{name}": b"one"}))
    assert "tcp_v1/server.py" not in staged.handed_in
    assert staged.remarks == ()
    shown = name if name.isascii() else ascii(name)[1:-1]
    assert missing(staged)["tcp_v1/server.py"].startswith(f"tcp_v1 holds {shown}")


@pytest.mark.parametrize("name", NEARLY)
def test_the_exact_name_always_wins(tmp_path: Path, taken: Callable[..., Staged], name: str) -> None:
    """The file of the right name is taken, whatever lies beside it."""
    staged = taken(plant(tmp_path / "work", {f"tcp_v1/{name}": b"wrong", "tcp_v1/server.py": b"right"}))
    assert (staged.folder / "tcp_v1" / "server.py").read_bytes() == b"right"
    assert staged.remarks == ()


def test_a_copy_beside_the_program_is_named(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A download that lies beside the program is told as not taken: it may be the newer one."""
    staged = taken(plant(tmp_path / "work", {"tcp_v1/server (1).py": b"new", "tcp_v1/server.py": b"old"}))
    assert reasons(staged) == {"tcp_v1/server (1).py": "server.py is there too, and only that is taken"}


@pytest.mark.parametrize(("one", "other"), itertools.pairwise(NEARLY))
def test_of_two_near_misses_none_is_taken(tmp_path: Path, taken: Callable[..., Staged], one: str, other: str) -> None:
    """Both are named where the program is missed, and neither is taken as a file beside the programs."""
    staged = taken(plant(tmp_path / "work", {f"tcp_v1/{one}": b"1", f"tcp_v1/{other}": b"2"}))
    assert staged.handed_in == set()
    both = ", ".join(sorted((one, other)))
    assert reasons(staged)["tcp_v1/server.py"] == (
        f"several files have nearly its name ({both}); call the right one server.py"
    )


def test_a_near_miss_that_is_no_regular_file_is_refused(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """What holds for programs holds for what is taken as one: no link is followed, no pipe is opened."""
    plant(tmp_path, {"secret.py": b"secret", "work/udp/x.txt": b""})
    (tmp_path / "work" / "udp" / "Server.py").symlink_to(tmp_path / "secret.py")
    os.mkfifo(tmp_path / "work" / "udp" / "client-1.py")
    staged = taken(tmp_path / "work")
    assert staged.handed_in == set()
    assert reasons(staged) == {
        "udp/server.py": "Server.py has nearly its name, but it is a symbolic link and no regular file",
        "udp/client.py": "client-1.py has nearly its name, but it is a pipe and no regular file",
    }


@pytest.mark.parametrize(
    "name", ["\u0455erver.py", "s\u00e9rver.py", "\uff53erver.py", "server\u200b.py", "se\u0301rver.py"]
)
def test_a_name_that_only_looks_right_is_shown_by_its_escapes(
    tmp_path: Path, taken: Callable[..., Staged], name: str
) -> None:
    """Letters of another script, accents and invisible characters: nobody can see the difference, so it is spelled."""
    staged = taken(plant(tmp_path / "work", {f"tcp_v1/{name}": b"one"}))
    assert "tcp_v1/server.py" not in staged.handed_in
    said = f"tcp_v1 holds {ascii(name)[1:-1]}, which only looks like server.py"
    assert missing(staged)["tcp_v1/server.py"] == said


class _Careless:
    """A folder on a file system that takes Server.py for server.py, as those of macOS and Windows do."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def names(self) -> list[str]:
        return list(self._files)

    def kind(self, name: str) -> Kind | None:
        return Kind.FILE if self.read(name, 0) is not None else None

    def read(self, name: str, limit: int) -> bytes | None:
        found = [content for other, content in self._files.items() if other.lower() == name.lower()]
        return found[0][: limit + 1] if found else None

    def folder(self, name: str) -> "_Careless":
        raise AssertionError(name)


def test_a_file_system_without_cases_makes_no_difference(course: Course) -> None:
    """What is graded, and what is said of it, depends on the names that are listed, not on which others would open."""
    exercise, files = course.exercise[0], {"Server.py": b"one", "CLIENT.py": b"two"}
    inside = take(exercise, _Careless(files), exercise.name, course.intake)
    assert inside.files == {"tcp_v1/server.py": b"one", "tcp_v1/client.py": b"two"}
    assert [remark.path for remark in inside.remarks] == ["tcp_v1/Server.py", "tcp_v1/CLIENT.py"]


@pytest.mark.parametrize(
    "name", ["tcp-v1", "TCP_v1", "Tcp V1", "tcpv1", "tcp.v1", "tcp_v1 (1)", "tcp_v1(2)", "TCP-V1-1", "tcp_v1-2"]
)
def test_a_nearly_right_folder_is_the_exercises(tmp_path: Path, taken: Callable[..., Staged], name: str) -> None:
    """Case, the sign between two words and download numbers: taken, with a remark."""
    staged = taken(plant(tmp_path / "work", {f"{name}/server.py": b"one", f"{name}/helper.py": b"two"}))
    assert contents(staged) == {"tcp_v1/server.py": b"one", "tcp_v1/helper.py": b"two"}
    assert staged.remarks == (Remark(name, "tcp_v1"),)


@pytest.mark.parametrize("name", ["tcp", "tcp_v", "tcp_v11", "tcp_v1_final", "my_tcp_v1", "tcp_v1_udp", "t\u0441p_v1"])
def test_any_other_folder_is_no_exercise(name: str) -> None:
    """What somebody has chosen for a folder is not guessed."""
    assert exercise_meant(name, EXERCISES) is None


def test_a_folder_that_may_be_two_exercises_is_none() -> None:
    """Where a course has exercises whose names are nearly the same, only the exact ones will do."""
    assert exercise_meant("tcp-v1", ("tcp_v1", "tcpv1")) is None


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("tcp_v1.zip", "tcp_v1"),
        ("TCP-v1 (1).tar.gz", "tcp_v1"),
        ("mullera_4711_98765_tcp_v1-1.zip", "tcp_v1"),
        ("gradebook_NET101_Sockets_s123_attempt_2026-11-27-10-00-00_udp.tgz", "udp"),
        ("tcp_v1_final.zip", None),
        ("tcp_v1_and_udp.zip", None),
        ("udp_and_tcp_v1.zip", None),
        ("tcp_v11.zip", None),
        ("xudp.zip", None),
        ("udp.txt", None),
    ],
)
def test_an_archive_is_an_exercises_if_its_name_ends_so(name: str, meant: str | None) -> None:
    """Whatever a platform puts before it; a name that holds two exercises is nobody's."""
    assert exercise_of_archive(name, EXERCISES) == meant


@pytest.mark.parametrize("name", ["server" + " " * 100_000 + ".py", "s" * 100_000, "(1)" * 50_000, "\u0455" * 100_000])
def test_no_name_costs_time(name: str) -> None:
    """A name that nobody could give to a file on a disk is no near miss, and is not looked into."""
    assert not is_nearly(name, "server.py")
    assert not looks_like(name, "server.py")
    assert exercise_meant(name, EXERCISES) is None
    assert exercise_of_archive(f"{name}.zip", EXERCISES) is None


def test_a_file_with_the_name_of_a_module_of_pythons_is_told(tmp_path: Path, taken: Callable[..., Staged]) -> None:
    """A socket.py beside the programs is imported by them instead of Python's own; sys.py cannot be."""
    files = {"udp/socket.py": b"", "udp/sys.py": b"", "udp/helper.py": b"", "udp/server.py": b""}
    staged = taken(plant(tmp_path / "work", files))
    assert staged.remarks == (Remark("udp/socket.py", shadows="socket"),)


def test_remarks_reach_the_student(tmp_path: Path) -> None:
    """The terminal, the score, the page and the summary say where the program lay, and what lies in another's place."""
    server, client = ((SOLUTIONS / "udp" / name).read_bytes() for name in ("server.py", "client.py"))
    files = {"Udp\\Server (1).py": server, "Udp\\client_final.py": client}
    (tmp_path / "a.zip").write_bytes(zipped(files))
    html, markdown = tmp_path / "a.html", tmp_path / "a.md"
    reports = ("--report", f"student:html={html}", "--report", f"student:markdown={markdown}")
    answer = run("grade", tmp_path / "a.zip", "--only", "udp", "--reports", tmp_path, *reports, COLUMNS="200")
    assert "server.py     taken from Udp/Server (1).py" in answer.stdout
    assert "Udp was taken as udp." in answer.stdout
    assert "udp/client.py was not handed in: Udp holds client_final.py" in answer.stdout
    assert "Score: 13/25" in answer.stdout
    score = json.loads((tmp_path / "score.json").read_text())
    assert {"path": "Udp/Server (1).py", "taken_as": "udp/server.py", "shadows": ""} in score["remarks"]
    assert "Taken from Udp/Server (1).py" in html.read_text()
    assert "Udp holds client_final.py" in html.read_text()
    assert "taken from Udp&#47;Server &#40;1&#41;.py" in markdown.read_text()
