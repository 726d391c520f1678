"""What stands around a world: its control group, its folders and their owners, its login, its identity."""

import errno
import fcntl
import os
import pwd
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.failures import GraderBroken
from grader.observe import procfs
from grader.sandbox import cgroup, hiding, limits, login, owned
from grader.sandbox.cgroup import BoundedGroup, abandoned_groups, places, remove_abandoned_groups
from grader.sandbox.owned import Owned, abandoned, is_ours, note_the_user, temporary_folder
from tests.paths import EXERCISES

MEMORY_MIB, TASKS = 100, 64
LIMIT = MEMORY_MIB << 20


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for /sys/fs/cgroup; what is written there, stays."""

    def read(path: str) -> str:
        return procfs.read(str(tmp_path / "own") if path == "/proc/self/cgroup" else path)

    def write(path: str, value: str) -> None:
        Path(path).write_text(value)

    monkeypatch.setattr(cgroup, "_ROOT", str(tmp_path))
    monkeypatch.setattr(cgroup, "read", read)
    monkeypatch.setattr(cgroup, "write", write)
    return tmp_path


def of_version_1(root: Path, path: str = "/outer") -> None:
    """Let the machine have a group for each controller."""
    controllers = ("cpuacct", "memory", "pids")
    lines = [f"{at}:{name}:{path}\n" for at, name in enumerate(controllers)]
    (root / "own").write_text("".join(lines) + "9:name=systemd:/\n0::/\n")
    for name in controllers:
        (root / name / path.strip("/")).mkdir(parents=True, exist_ok=True)


def of_version_2(root: Path) -> None:
    """Let the machine have one group for everything."""
    (root / "own").write_text("0::/outer/inner\n")
    (root / "outer" / "inner").mkdir(parents=True)


def test_groups_are_made_below_our_own_or_beside_it(root: Path) -> None:
    """In version 1 below it, for each controller; in version 2 beside it; where both are, in version 1."""
    of_version_1(root)
    assert places() == {name: f"{root}/{name}/outer" for name in ("cpuacct", "memory", "pids")}
    of_version_1(root, "/")
    assert places() == {name: f"{root}/{name}" for name in ("cpuacct", "memory", "pids")}
    (root / "own").write_text("4:cpu,cpuacct:/outer\n5:memory:/nowhere\n")
    (root / "cpuacct" / "outer").mkdir(exist_ok=True)
    assert places() == {"cpuacct": f"{root}/cpuacct/outer"}
    of_version_2(root)
    assert places() == {"": f"{root}/outer"}
    (root / "own").unlink()
    assert places() == {}


def group_in(root: Path) -> BoundedGroup:
    """Make one."""
    group = BoundedGroup(TASKS, MEMORY_MIB)
    group.make()
    assert all(path.startswith(str(root)) for path in group.paths())
    return group


def folders(group: BoundedGroup) -> dict[str, Path]:
    """Return its folders by their controllers."""
    return {Path(path).parents[1].name: Path(path) for path in group.paths()}


def test_a_group_of_version_1_bounds_tasks_and_memory(root: Path) -> None:
    """What the kernel is told, and who goes in."""
    of_version_1(root)
    group = group_in(root)
    at = folders(group)
    assert at.keys() == {"cpuacct", "memory", "pids"}
    assert (at["pids"] / "pids.max").read_text() == str(TASKS)
    for name in ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"):
        assert (at["memory"] / name).read_text() == str(LIMIT)
    assert (at["memory"] / "memory.max_usage_in_bytes").read_text() == "0"
    group.enter()
    assert {(path / "cgroup.procs").read_text() for path in at.values()} == {"0"}
    before = group.paths()
    group.make()
    assert group.paths() == before
    assert BoundedGroup(TASKS, MEMORY_MIB).paths() == ()


def test_the_account_of_version_1_begins_anew_with_each_world(root: Path) -> None:
    """CPU time, and whose fault a kill was: the group's at its limit, else the machine's."""
    of_version_1(root)
    group = group_in(root)
    at = folders(group)

    def told(nanoseconds: int, kills: int, most: float) -> None:
        (at["cpuacct"] / "cpuacct.usage").write_text(f"{nanoseconds}\n")
        (at["memory"] / "memory.oom_control").write_text(f"oom_kill_disable 0\nunder_oom 0\noom_kill {kills}\n")
        (at["memory"] / "memory.max_usage_in_bytes").write_text(str(int(most * LIMIT)))

    told(5_000_000_000, 3, 0.1)
    group.make()
    told(7_500_000_000, 3, 0.97)
    assert group.cpu_seconds() == 2.5
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (False, False)
    told(7_500_000_000, 4, 0.97)
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (True, False)
    told(7_500_000_000, 4, 0.94)
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (False, True)
    told(7_500_000_000, 4, 0.5)
    group.make()
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (False, False)
    assert group.cpu_seconds() == 0.0


def test_a_group_of_version_2_has_all_of_it_in_one_folder(root: Path) -> None:
    """Bounds and account."""
    of_version_2(root)
    group = group_in(root)
    (folder,) = map(Path, group.paths())
    assert [(folder / name).read_text() for name in ("pids.max", "memory.max", "memory.swap.max")] == [
        str(TASKS),
        str(LIMIT),
        "0",
    ]

    def told(microseconds: int, kills: int, times: int) -> None:
        (folder / "cpu.stat").write_text(f"usage_usec {microseconds}\nuser_usec 1\n")
        (folder / "memory.events").write_text(f"low 0\nhigh 0\nmax 9\noom {times}\noom_kill {kills}\n")

    told(1_000_000, 1, 1)
    group.make()
    told(2_500_000, 2, 2)
    assert group.cpu_seconds() == 1.5
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (True, False)
    told(2_500_000, 2, 1)
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (False, True)


def test_where_nothing_is_told_nothing_is_known(root: Path) -> None:
    """No group, or one whose files cannot be read: no account, and nobody's fault."""
    (root / "own").write_text("")
    for group in (group_in(root), BoundedGroup(TASKS, MEMORY_MIB)):
        assert (group.cpu_seconds(), group.killed_at_its_limit(), group.killed_by_the_machine()) == (None, False, False)
    of_version_1(root)
    group = group_in(root)
    assert (group.cpu_seconds(), group.killed_by_the_machine()) == (None, False)


def test_processes_in_a_group_are_killed_and_it_is_removed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may start no more of them first; 0 is one that cannot be seen, and is not killed."""
    of_version_2(root)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as one:
        group = group_in(root)
        (folder,) = map(Path, group.paths())
        (folder / "cgroup.procs").write_text(f"0\n{one.pid}\n")
        removed: list[str] = []
        problems = [OSError(errno.EBUSY, "busy"), OSError(errno.EBUSY, "busy")]

        def rmdir(path: str) -> None:
            removed.append(path)
            (folder / "cgroup.procs").write_text("")
            if problems:
                raise problems.pop()

        monkeypatch.setattr(os, "rmdir", rmdir)
        group.remove()
        assert one.wait() == -9
        assert (folder / "pids.max").read_text() == "0"
        assert (folder / "cgroup.kill").read_text() == "1"
    assert removed == [str(folder)] * 3
    assert group.paths() == ()


def test_a_group_that_somebody_else_is_in_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried once: whoever is in there cannot be seen, or not be killed."""
    of_version_2(root)
    tried: list[str] = []

    def rmdir(path: str) -> None:
        tried.append(path)
        raise OSError(errno.EACCES, "no")

    monkeypatch.setattr(os, "rmdir", rmdir)
    group_in(root).remove()
    assert len(tried) == 1


def test_abandoned_groups_are_found_and_removed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those whose owner has let them go, and no others."""
    of_version_2(root)
    kept, gone = (group_in(root) for _ in range(2))
    (path,) = gone.paths()
    for one in gone._groups.values():  # noqa: SLF001
        os.close(one.lock)
    assert [found.path for found in abandoned_groups()] == [path]
    removed: list[str] = []
    monkeypatch.setattr(os, "rmdir", removed.append)
    remove_abandoned_groups()
    assert removed == [path]
    assert kept.paths()


def test_a_folder_is_its_makers_for_as_long_as_that_lives(tmp_path: Path) -> None:
    """It is empty and its owner's alone; with the lock given back anybody may put it away."""
    one, other = Owned(str(tmp_path)), Owned(str(tmp_path))
    assert (one.path, one.lock) == ("", -1)
    one.make()
    other.make()
    assert stat.S_IMODE(Path(one.path).stat().st_mode) == 0o700
    (tmp_path / "grader-not-one-of-ours").mkdir()
    (tmp_path / ("grader-" + "0" * 16)).symlink_to(one.path)
    (tmp_path / ("grader-" + "1" * 16)).touch()
    assert list(abandoned(str(tmp_path))) == []
    path = one.path
    one.let_go()
    one.let_go()
    assert (one.path, one.lock) == ("", -1)
    found = abandoned(str(tmp_path))
    assert next(found).path == path
    assert [again.path for again in abandoned(str(tmp_path))] == []  # it is being put away
    assert list(found) == []
    assert [again.path for again in abandoned(str(tmp_path))] == [path]
    assert list(abandoned(str(tmp_path / "nowhere"))) == []
    assert is_ours(path)
    assert not is_ours(str(tmp_path / ("grader-" + "0" * 16)))
    assert not is_ours(str(tmp_path / ("grader-" + "1" * 16)))
    assert not is_ours(str(tmp_path / "grader-not-one-of-ours"))
    note_the_user(path, 4711)
    assert Path(path, owned.NOTE_OF_THE_USER).read_text() == "4711"


def test_a_folder_that_is_taken_away_at_once_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between being made and being locked it looks abandoned; that is tried again, and not for ever."""
    real, losses = fcntl.flock, [True]

    def flock(lock: int, how: int) -> None:
        if losses and losses.pop():
            Path(f"/proc/self/fd/{lock}").readlink().rmdir()
        real(lock, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    folder = Owned(str(tmp_path))
    folder.make()
    assert [path.name for path in tmp_path.iterdir()] == [Path(folder.path).name]
    losses += [True] * 1000
    with pytest.raises(OSError, match="every new folder is removed by somebody"):
        Owned(str(tmp_path)).make()


def test_temporary_folders_are_made_where_the_caller_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of three variables that names a folder that can be written to, else the system's."""
    named = ("TMPDIR", "TEMP", "TMP")
    for at, name in enumerate(named):
        (tmp_path / name).mkdir()
        for other in named:
            monkeypatch.setenv(other, str(tmp_path / other) if named.index(other) >= at else str(tmp_path / "nowhere"))
        assert temporary_folder() == str(tmp_path / name)
    for name in named:
        monkeypatch.delenv(name)
    assert temporary_folder() in {"/tmp", "/var/tmp"}  # noqa: S108
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(GraderBroken, match="name one in TMPDIR"):
        temporary_folder()


def test_only_folders_that_are_not_the_systems_are_hidden(tmp_path: Path) -> None:
    """Real paths, each once, those around others first; what is not there, or has the system in it, is left."""
    outer, inner = tmp_path / "a", tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "link").symlink_to(outer)
    (tmp_path / "file").touch()
    given = [inner, tmp_path / "link", outer, tmp_path / "file", tmp_path / "nowhere", Path("/"), Path("/usr")]
    assert hiding.to_hide(tuple(map(str, given))) == (str(outer), str(inner))


def test_what_is_open_is_found_by_looking(tmp_path: Path) -> None:
    """As whoever looks: the first place that has something to be seen; an empty one is closed."""
    empty, full = tmp_path / "empty", tmp_path / "full"
    for place in (empty, full):
        place.mkdir()
    (full / "file").touch()
    here = os.getpid()

    def become() -> None:
        assert os.getpid() != here

    assert hiding.open_to(become, (str(empty), str(full))) == str(full)
    assert hiding.open_to(become, (str(empty),)) == ""


def test_a_login_has_these_variables_and_no_others() -> None:
    """The locale is one with UTF-8, the terminal one without colours, and a user without an account has a name."""
    found = login.environment("/home/x", "/t")
    assert found == {
        "HOME": "/home/x",
        "USER": "student",
        "LOGNAME": "student",
        "SHELL": "/bin/sh",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TMPDIR": "/t",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
    }
    assert login.environment("/h", "/t", name="anna", path="/p")["USER"] == "anna"
    assert login.name_of(0) == pwd.getpwuid(0).pw_name
    assert login.name_of(3_999_999_999) == "student"


def test_the_name_databases_know_the_user_and_the_host(tmp_path: Path) -> None:
    """Everybody can read them, nobody asks a server; what the system has itself is taken from there."""
    login.write_databases(tmp_path, 4711, "/home/student", "somewhere")
    texts = {path.name: path.read_text(errors="replace") for path in tmp_path.iterdir() if path.name != "ld.so.cache"}
    assert "student:x:4711:4711::/home/student:/bin/sh\n" in texts["passwd"]
    assert "student:x:4711:\n" in texts["group"]
    assert texts["hosts"].startswith("127.0.0.1 localhost somewhere\n::1 localhost")
    assert (texts["hostname"], texts["nsswitch.conf"].count(": files\n")) == ("somewhere\n", 6)
    for name in ("services", "protocols"):
        system = Path("/etc", name)
        assert texts[name] == (system.read_text() if system.exists() else login.TABLES[name])
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o644}
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_where_a_limit_cannot_be_set_no_program_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Except for the address space where the system bounds none; a caller's own lower limit holds."""
    given = load_course(EXERCISES).limits
    refused: list[int] = []

    def setrlimit(kind: int, _bounds: tuple[int, int]) -> None:
        if kind in refused:
            raise ValueError(kind)

    monkeypatch.setattr(resource, "setrlimit", setrlimit)
    for system, kind, is_refused in (
        ("linux", resource.RLIMIT_AS, True),
        ("darwin", resource.RLIMIT_AS, False),
        ("darwin", resource.RLIMIT_CPU, True),
    ):
        monkeypatch.setattr(sys, "platform", system)
        refused[:] = [kind]
        limit = limits.setter(given)
        if is_refused:
            with pytest.raises(ValueError, match=str(kind)):
                limit()
        else:
            limit()
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (0, 20 if kind == resource.RLIMIT_NOFILE else -1))
    found = dict(limits.bounds(given, counted_apart=True))
    assert found[resource.RLIMIT_NOFILE] == 20
    assert found[resource.RLIMIT_FSIZE] == given.file_mib << 20
    assert found[resource.RLIMIT_NPROC] == given.processes * 8
    assert resource.RLIMIT_NPROC not in dict(limits.bounds(given))
