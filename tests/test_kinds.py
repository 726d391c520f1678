"""What the kinds of worlds promise, one by one, without a program in them."""

import errno
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import grader.sandbox as kinds
from grader.catalog import load_course
from grader.course import Limits
from grader.failures import BadCall, GraderBroken
from grader.observe.procfs import SETTINGS
from grader.sandbox import bubblewrap, cgroup, clock_plain, identity, network
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.clock_plain import PlainByTheClock
from tests.paths import EXERCISES, ROOT, environment

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
_SOMEBODY = 54_321  # a user without an account

# Hides two folders, one of them in the other, and a third one that comes after them; tells what is seen of each.
_HIDES = """
import os, sys
from grader.sandbox.hiding import can_hide, hide
assert can_hide()
own, *places = sys.argv[1:]
hide(tuple(places), own)
print([os.listdir(place) if os.path.isdir(place) else "gone" for place in places])
"""

# Becomes somebody who is not root, and enters namespaces of that user's own.
_UNSHARES = """
import ctypes, os
from grader.sandbox import network
if os.getuid() == 0:
    os.setgroups([]), os.setresgid(54321, 54321, 54321), os.setresuid(54321, 54321, 54321)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: its files in /proc are its own
before = os.getuid(), os.getgid()
network.become_able_to_unshare()
print(before == (os.getuid(), os.getgid()))
"""
# Has a child that is to end with it, and says which one that is as soon as it is so.
_HAS_A_CHILD = """
import os, signal
from grader.sandbox.network import die_with_parent
parent = os.getpid()
if os.fork() == 0:
    die_with_parent(parent)
    print(os.getpid(), flush=True)
signal.pause()
"""


@pytest.fixture
def limits() -> Limits:
    """Return those of the course."""
    return load_course(EXERCISES).limits


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that everybody can look into."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:  # pytest's own is closed to others
        Path(made).chmod(0o755)
        (Path(made) / "secret").touch()
        yield Path(made)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_kind_is_called_what_it_is_chosen_by(kind: kinds.Kind) -> None:
    """The score names the kind in the same word as the command line; on other systems only a plain world is tried."""
    assert kinds.about(kind).kind == kind
    assert kinds.about(kind).needs_linux == (kind != "plain")


def test_what_the_kernel_does_not_show_cannot_be_wanted(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused; where nothing is wanted, the clock is chosen."""
    monkeypatch.setattr(kinds, "_kernel_shows_waits", lambda: False)
    with pytest.raises(BadCall, match="does not show what a process waits for"):
        kinds.choose(limits, observation="kernel")
    assert kinds.choose(limits) == ("plain", "clock")


def test_a_trial_that_dies_is_an_obstacle_with_its_status(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever tries a kind out and says nothing has not come to its end."""

    def dies(*_: object) -> None:
        os._exit(3)

    monkeypatch.setitem(kinds._WORLDS, "plain", dies)  # noqa: SLF001 - there is no other way into its process
    assert kinds.obstacle_to("plain", limits) == "trying it out came to no end (status 3)"


@as_root
@pytest.mark.parametrize("hides", [True, False])
def test_an_open_folder_is_refused_where_nothing_can_be_hidden(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch, *, hides: bool
) -> None:
    """Where it can be hidden, its mode does not matter."""
    monkeypatch.setattr(kinds, "can_hide", lambda: hides)
    if hides:
        kinds.refuse_open_folders("user", (str(open_folder),))
        return
    with pytest.raises(BadCall, match=f"chmod 700 {open_folder}"):
        kinds.refuse_open_folders("user", (str(open_folder),))


@as_root
def test_all_folders_are_hidden_also_after_one_within_another(open_folder: Path) -> None:
    """What lay in a hidden folder is gone with it, and the others are hidden all the same."""
    places = [open_folder / "a", open_folder / "a" / "b", open_folder / "c"]
    for place in places:
        place.mkdir()
        (place / "file").touch()
    own = open_folder / "own"
    own.mkdir()
    words = [sys.executable, "-c", _HIDES, str(own), *map(str, places)]
    told = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == ("[[], 'gone', []]\n", "")


def test_the_systems_bubblewrap_comes_before_pypis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found by PATH, but not by a relative one."""
    own = tmp_path / "bwrap"
    own.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bubblewrap.find_bwrap() == str(own)


def test_a_machine_without_groups_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where none can be made, a world has no such bound, and that is no error."""
    monkeypatch.setattr(cgroup, "places", lambda: {"": str(tmp_path / "none")})
    group = BoundedGroup(10, 128)
    group.make()
    assert group.paths() == ()


def test_what_is_left_in_a_group_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Emptying a group ends each process that its list names."""
    monkeypatch.setattr(cgroup, "places", lambda: {"": str(tmp_path)})
    group = BoundedGroup(10, 128)
    group.make()
    (folder,) = group.paths()
    with subprocess.Popen(["/bin/sleep", "1000"]) as left:
        Path(folder, "cgroup.procs").write_text(f"{left.pid}\n")
        group.empty()
        try:
            assert left.wait(20) == -signal.SIGKILL
        finally:
            left.kill()


@pytest.mark.parametrize(("ids", "has"), [("0 0 4294967295", True), ("0 1000 1", False), ("0 0 1", True)])
def test_an_ordinary_user_who_is_called_root_gives_no_ids(
    monkeypatch: pytest.MonkeyPatch, ids: str, *, has: bool
) -> None:
    """A namespace with one id in it, that of somebody else outside, has no other to give."""
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(identity, "read", lambda _: f"{ids}\n")
    assert identity.has_ids_to_give() is has


@as_root
def test_a_terminal_can_be_given_to_a_user() -> None:
    """It belongs to that user and group then, as after a login."""
    master, slave = pty.openpty()
    identity.own_the_terminal(_SOMEBODY, slave)
    found = os.fstat(slave)
    os.close(slave)
    os.close(master)
    assert (found.st_uid, found.st_gid) == (_SOMEBODY, _SOMEBODY)


def test_why_no_namespace_of_users_can_be_made_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's own reason arrives from the process that met it."""

    def refuses() -> None:
        raise OSError(errno.ENOSPC, "too many")

    monkeypatch.setattr(network, "unshare_users", refuses)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        identity.UserNamespaces(_SOMEBODY)


def test_by_the_clock_the_owner_of_a_taken_port_is_named(limits: Limits, tmp_path: Path) -> None:
    """And the files of a world are gone when it is left."""
    world = PlainByTheClock(limits, tmp_path)
    (tmp_path / "tmp" / "left").touch()
    world.leave_world([])
    assert [list(folder.iterdir()) for folder in sorted(tmp_path.iterdir())] == [[], []]
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        with pytest.raises(GraderBroken, match=rf"port {port} is taken by process {os.getpid()} "):
            world.enter_fresh_world(frozenset({port}))


def test_a_system_that_tells_no_connections_is_no_error(
    limits: Limits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MacOS tells them to root alone: a port that nobody owns is waited for without them."""

    def tells_nothing(_: str) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", tells_nothing)
    monkeypatch.setattr(cgroup, "places", dict)  # nothing is to be left on this machine
    world = PlainByTheClock(limits, tmp_path)
    answers = iter([False, True])
    monkeypatch.setattr(clock_plain, "_is_free", lambda _: next(answers))
    monkeypatch.setattr("grader.sandbox.plain.Patience.pause", lambda _: True)
    world.enter_fresh_world(frozenset({9}))
    assert next(answers, None) is None


def test_what_changes_the_whole_machine_is_among_the_settings() -> None:
    """They are shown to programs read-only."""
    for path in ("/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/proc/irq/default_smp_affinity"):
        assert any(f"{path}/".startswith(f"{setting}/") for setting in SETTINGS)


def test_a_user_in_a_namespace_of_ones_own_has_the_same_numbers() -> None:
    """So have the groups: what is made there belongs to whoever grades."""
    words = [sys.executable, "-c", _UNSHARES]
    told = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if "Operation not permitted" in told.stderr or "No space left" in told.stderr:
        pytest.skip("this machine lets no ordinary user make a user namespace")
    assert (told.stdout, told.stderr) == ("True\n", "")


def test_what_cannot_be_mounted_is_an_error(tmp_path: Path) -> None:
    """It does not pass for done."""
    with pytest.raises(OSError, match=r"No such file|not permitted"):
        network.bind(str(tmp_path / "none"), str(tmp_path / "nowhere"))


def test_a_child_ends_with_its_parent() -> None:
    """Also where the parent is killed."""
    words = [sys.executable, "-c", _HAS_A_CHILD]
    with subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    end = select.poll()
    end.register(child, select.POLLIN)
    assert end.poll(60_000)
    os.close(child)
