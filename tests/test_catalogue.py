"""The catalogue is checked whole before anything runs: a mistake is one line that names the file and the key."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.catalog import CATALOGUE, HANDOUT, load_course, load_handout
from grader.cli.instructor import COMMANDS
from grader.course import Course, Handout, Intake, Limits, Program
from grader.failures import BadCall
from grader.handout.addresses import disagreements
from grader.kit.collection import in_order, lesson_of, load
from tests.paths import EXERCISES, MINI_COURSE, ROOT
from tests.test_ending import patched

GOOD = (EXERCISES / CATALOGUE).read_text()
NUMBERS = [(section, name) for section in (Limits, Intake) for name in section.__struct_fields__]
FIRST = 'addresses = [{ protocol = "tcp", host = "127.0.0.1", port = 8080 }]'
HANDED_OUT = b"""{"course": "c", "version": "1", "hash": "sha256:0", "files": [],
"hidden": {"udp/server.py": {"checks": 1, "points": 2}}}"""


def complaint(folder: Path, text: str | bytes) -> str:
    """Return what is said of a catalogue, which must be one line."""
    (folder / CATALOGUE).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(BadCall) as refusal:
        load_course(folder)
    said = str(refusal.value)
    assert said.startswith(f"{folder / CATALOGUE}: ")
    assert said.isprintable()
    return said


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("spin_seconds", "spin_secs", "limits"),
        ("[limits]", "[limit]", "limit"),
        ("cpu_seconds = 20", 'cpu_seconds = "20"', "limits.cpu_seconds"),
        ("cpu_seconds = 20", "cpu_seconds = true", "limits.cpu_seconds"),
        ("keyboard_seconds = 3.0", "keyboard_seconds = 6.0", "limits.keyboard_seconds"),
        ("check_asleep_seconds = 10.0", "check_asleep_seconds = 5.0", "limits.check_asleep_seconds"),
        ("grading_spin_seconds = 5.0", "grading_spin_seconds = 1.5", "limits.grading_spin_seconds"),
        ("cpu_seconds = 20", "cpu_seconds = 1", "limits.spin_seconds"),
        ("open_files = 256", "open_files = 3", "limits.open_files"),
        ("ratio_from_mib = 16", "ratio_from_mib = 65", "intake.ratio_from_mib"),
        ('name = "tcp_v2"', 'name = "tcp_v1"', "exercise[1].name"),
        ('name = "tcp_v2"', 'name = "../solutions"', "exercise[1].name"),
        ('name = "tcp_v2"', 'name = "TCP_v2"', "exercise[1].name"),
        ('name = "tcp_v2"', 'name = "tcp v2"', "exercise[1].name"),
        ('name = "tcp_v2"', 'name = "tcp_v2\\n"', "exercise[1].name"),
        ('name = "tcp_v2"', 'name = ""', "exercise[1].name"),
        ('title = "One', 'title = "\\u001b[31mOne', "title"),
        ('title = "TCP, version 1', 'title = "\\n', "exercise[0].title"),
        ('title = "TCP, version 1: one client, one message"', 'title = " "', "exercise[0].title"),
        ('protocol = "tcp"', 'protocol = "TCP"', "exercise[0].program[0].addresses[0].protocol"),
        ('host = "127.0.0.1"', 'host = "10.9.8.7"', "exercise[0].program[0].addresses[0].host"),
        ('host = "127.0.0.1"', 'host = "localhost"', "exercise[0].program[0].addresses[0].host"),
        ('host = "127.0.0.1"', 'host = "0.0.0.0"', "exercise[0].program[0].addresses[0].host"),
        ('host = "127.0.0.1"', 'host = "::1"', "exercise[0].program[0].addresses[0].host"),
        ('host = "127.0.0.1"', 'host = "127.0.0.01"', "exercise[0].program[0].addresses[0].host"),
        ('host = "127.0.0.1"', 'host = "127.255.255.255"', "exercise[0].program[0].addresses[0].host"),
        ("port = 8080", "port = 0", "exercise[0].program[0].addresses[0].port"),
        ("port = 8080", "port = -8080", "exercise[0].program[0].addresses[0].port"),
        ("port = 8080", "port = 80", "exercise[0].program[0].addresses[0].port"),
        ("port = 8080", "port = 65536", "exercise[0].program[0].addresses[0].port"),
        ("port = 8080", "port = 8080.5", "exercise[0].program[0].addresses[0].port"),
        ("port = 8080", "port = 99999999999999999999999", "exercise[0].program[0].addresses[0].port"),
        ('file = "client.py"', 'file = "server.py"', "exercise[0].program[1].file"),
        ('file = "server.py"', 'file = "server"', "exercise[0].program[0].file"),
        ('file = "server.py"', 'file = "a/server.py"', "exercise[0].program[0].file"),
        ('file = "server.py"', 'file = ".py"', "exercise[0].program[0].file"),
        ('file = "server.py"', 'file = "Server.py"', "exercise[0].program[0].file"),
        ('file = "server.py"', 'file = "my_server.py"', "exercise[0].program[0].file"),
        ('file = "server.py"', 'file = "socket.py"', "exercise[0].program[0].file"),
        ('file = "server.py"', 'file = ["server.py"]', "exercise[0].program[0].file"),
        ('role = "server"', 'role = "peer"', "exercise[0].program[0].role"),
        (FIRST, "addresses = []", "exercise[0].program[0].addresses"),
        (
            FIRST,
            FIRST.replace("}", "}, { protocol = 'tcp', host = '127.0.0.1', port = 8081 }"),
            "addresses[1].protocol",
        ),
        ('hidden_checks = "points"', 'hidden_checks = "all"', "hidden_checks"),
        ('version = "2026.1"', 'version = "two words"', "version"),
        ('version = "2026.1"', 'version = ""', "version"),
        ('version = "2026.1"', "version = 2026-01-31", "version"),
    ],
)
def test_a_mistake_in_the_catalogue_names_its_key(tmp_path: Path, old: str, new: str, place: str) -> None:
    """Whatever is wrong with a value: its type, its range, or what it says together with another."""
    assert old in GOOD
    said = complaint(tmp_path, GOOD.replace(old, new, 1))
    assert place in said.replace("$.", ""), said


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('name = "tcp_v2"', 'name = "TCP_v2"', "(exercise 2, 'TCP_v2')"),
        ('name = "tcp_v2"', 'name = "tcp_v1"', "(exercise 2, 'tcp_v1')"),
        ('name = "tcp_v2"', "", "(exercise 2, 'without a name')"),
        ('name = "tcp_v2"', 'name = "tcp_v2"\nmore = 1', "(exercise 2, 'tcp_v2')"),
        ("port = 8080", "port = 0", "(exercise 1, 'tcp_v1', program 1, 'server.py')"),
        ('file = "client.py"', 'file = "server.py"', "(exercise 1, 'tcp_v1', program 2, 'server.py')"),
        ('file = "client.py"', 'file = "\\u001b\\n"', "(exercise 1, 'tcp_v1', program 2, '\\x1b\\n')"),
        ('title = "One', 'title = "\\u001b[31mOne', "visible characters"),
    ],
)
def test_a_mistake_in_the_catalogue_names_its_exercise(tmp_path: Path, old: str, new: str, where: str) -> None:
    """A mistake within an exercise or a program is told with their names."""
    assert where in complaint(tmp_path, GOOD.replace(old, new, 1))


@pytest.mark.parametrize(("section", "name"), NUMBERS)
@pytest.mark.parametrize("value", ["-1", "nan", "inf", "-inf", "1e300", "9" * 30, '"1"', "[]", "false"])
def test_every_number_has_a_range(tmp_path: Path, section: type, name: str, value: str) -> None:
    """A limit that makes no sense is refused, whichever it is; so is one of a type that is none."""
    text, changes = re.subn(rf"(?m)^{name} = \S+", f"{name} = {value}", GOOD)
    assert changes == 1
    assert f"$.{section.__name__.lower()}.{name}" in complaint(tmp_path, text)


@pytest.mark.parametrize("name", Limits.__struct_fields__)
def test_no_limit_may_be_nothing(tmp_path: Path, name: str) -> None:
    """With a limit of zero, right programs would lose marks."""
    assert f"limits.{name}" in complaint(tmp_path, re.sub(rf"(?m)^{name} = \S+", f"{name} = 0", GOOD))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode(), "byte order mark"),
        (GOOD.encode("utf-16"), "not UTF-8"),
        (GOOD.replace("One", "Ön").encode("latin-1"), "not UTF-8"),
        (GOOD + "[limits]\n", "limits"),
        (GOOD.replace("port = 8080", "port = 8080, port = 8081", 1), "line"),
        (b"", "title"),
        (GOOD.partition("[[exercise]]")[0], "exercise"),
        (GOOD.partition("[[exercise]]")[0] + "exercise = []\n", "exercise"),
        ("x = " + "[" * 100_000, "nested"),
        (GOOD + "#" * 2_000_000, "larger than"),
        (GOOD + "\0", "line"),
    ],
    ids=range(11),
)
def test_a_text_that_is_no_catalogue_is_one_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    """No UTF-8, a byte order mark, no TOML, a key twice, nothing in it."""
    assert told in complaint(tmp_path, text)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    """A folder in its place, and a link to a device that never ends."""
    (tmp_path / CATALOGUE).mkdir()
    with pytest.raises(BadCall, match="not a regular file"):
        load_course(tmp_path)
    (tmp_path / CATALOGUE).rmdir()
    (tmp_path / CATALOGUE).symlink_to("/dev/zero")
    with pytest.raises(BadCall, match="not a regular file"):
        load_course(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"}}}", b"}}} {}", "malformed|Extra|extra"),
        (b'"checks": 1', b'"checks": 0', "checks"),
        (b'"checks": 1', b'"checks": 1, "checks": 2', "twice"),
        (b'"checks": 1', b'"checks": 1, "ch\\u0065cks": 2', "twice"),
        (b'"checks": 1', b'"checks": 1.0', "checks"),
        (b'"points": 2', b'"points": NaN', "not all readers"),
        (b'"course": "c"', b'"course": "\xff"', "not UTF-8"),
        (b'"course": "c"', b'"course": "c", "more": 1', "more"),
        (b'"course": "c", ', b"", "course"),
        (b"{", b"[" * 100_000, "nested"),
    ],
    ids=range(10),
)
def test_a_mistake_in_a_handout_is_one_line(tmp_path: Path, old: bytes, new: bytes, told: str) -> None:
    """It lay with students: nothing in it is believed unseen."""
    place = tmp_path / HANDOUT
    place.write_bytes(HANDED_OUT)
    assert load_handout(tmp_path) == msgspec.json.decode(HANDED_OUT, type=Handout)
    place.write_bytes(HANDED_OUT.replace(old, new, 1))
    with pytest.raises(BadCall, match=f"{place}: .*({told})") as refusal:
        load_handout(tmp_path)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("command", ["grade", "doctor", *(command.name for command in COMMANDS)])
def test_every_command_reads_it_so(tmp_path: Path, command: str) -> None:
    """Each that reads the catalogue refuses it with status 2, and writes nothing."""
    (tmp_path / CATALOGUE).write_text(GOOD.replace("port = 8080", "port = 0", 1))
    code = f"""
import grader.catalog
from pathlib import Path
load = grader.catalog.load_course
grader.catalog.load_course = lambda _: load(Path({str(tmp_path)!r}))
"""
    words: dict[str, tuple[object, ...]] = {
        "grade": (EXERCISES, "--reports", tmp_path / "out"),
        "doctor": (),
        "generate": (),
        "verify": (tmp_path / CATALOGUE,),
    }
    answer = patched(code, command, *words.get(command, (tmp_path / "out",)))
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "out").exists()
    if command != "verify":
        assert "exercise[0].program[0].addresses[0].port" in answer.stderr


def test_a_program_without_checks_and_checks_without_a_program_are_told() -> None:
    """Both are mistakes of the catalogue's, told before anything runs."""
    course, checks = load_course(MINI_COURSE / "exercises"), load(lesson_of(MINI_COURSE))
    assert set(in_order(checks, course)) == set(checks)
    (exercise,) = course.exercise
    (server,) = exercise.program
    both = (server, msgspec.structs.replace(server, file="client.py", role="client"))
    more = _with(course, exercise=(msgspec.structs.replace(exercise, program=both),))
    with pytest.raises(BadCall, match=r"course\.toml names hello/client\.py, for which there are no checks"):
        in_order(checks, more)
    other = msgspec.structs.replace(exercise, name="tcp_v1", program=both)
    with pytest.raises(BadCall, match=r"the check \S+ is for \S+, which course\.toml does not name"):
        in_order(load("grader.lesson"), _with(course, exercise=(other,)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"protocol": "udp"}, r"tcp_v1/server\.py has the role 'server' and speaks UDP, which is not what its check"),
        ({"role": "client"}, r"tcp_v1/server\.py has the role 'client' and speaks TCP, which is not what its check"),
        ({"role": "terminal"}, r"the role 'terminal' and speaks TCP; the grader has nothing that drives"),
    ],
)
def test_a_role_that_the_checks_do_not_drive_is_told(course: Course, change: dict[str, Any], told: str) -> None:
    """A program whose checks drive a TCP server can be said to be nothing else."""
    with pytest.raises(BadCall, match=told):
        in_order(load("grader.lesson"), _changed(course, "tcp_v1", ("server.py",), change))


def test_every_text_names_the_addresses_of_the_catalogue(course: Course) -> None:
    """Stubs, solutions, READMEs, sentences and hints say what the catalogue says."""
    assert disagreements(ROOT, course) == []


@pytest.mark.parametrize("change", [{"port": 9091}, {"host": "127.0.0.2"}])
def test_a_changed_address_is_found_wherever_it_stands(course: Course, change: dict[str, Any]) -> None:
    """Each line is named, with its file, so that nothing half-works in silence."""
    found = disagreements(ROOT, _changed(course, "tcp_v3", ("server.py", "client.py"), change))
    files = {line.partition(":")[0] for line in found}
    assert files == {
        "exercises/tcp_v3/README.md",
        "exercises/tcp_v3/server.py",
        "exercises/tcp_v3/client.py",
        "solutions/tcp_v3/server.py",
        "solutions/tcp_v3/client.py",
        "grader/lesson/checks/sample/check_tcp_v3_server.py",
        "grader/lesson/checks/sample/check_tcp_v3_client.py",
    }
    for line in found:
        file, number, _ = line.split(":", 2)
        assert re.search(r"8081|127\.0\.0\.1", (ROOT / file).read_text().splitlines()[int(number) - 1])


def _with(course: Course, **more: object) -> Course:
    return msgspec.structs.replace(course, **more)


def _changed(course: Course, name: str, files: tuple[str, ...], change: dict[str, Any]) -> Course:
    """Change the role of some programs of one exercise, or their addresses."""

    def changed(program: Program) -> Program:
        if program.file not in files:
            return program
        if "role" in change:
            return msgspec.structs.replace(program, **change)
        addresses = tuple(msgspec.structs.replace(address, **change) for address in program.addresses)
        return msgspec.structs.replace(program, addresses=addresses)

    exercises = tuple(
        msgspec.structs.replace(each, program=tuple(map(changed, each.program))) if each.name == name else each
        for each in course.exercise
    )
    return _with(course, exercise=exercises)
