"""Who a program is: a user id that owns nothing on the machine, where the grader is root.

Sources: user_namespaces(7), credentials(7).
"""

import errno
import os
import pwd
import random
from contextlib import suppress
from typing import NoReturn

from grader.observe.procfs import read, write
from grader.sandbox import login, network

_IDS = range(40_000, 60_000)  # above those that people get, below those of systemd; within a rootless container's
_ONE_IN = 20
INSIDE = 1000  # what the program's own id is within its user namespace
_ROOT_INSIDE = 1  # the number of the machine's root while a world is being set up


def has_ids_to_give() -> bool:
    """Tell whether this is root, and not an ordinary user who is called root in a namespace of one's own."""
    if os.getuid() != 0:
        return False
    try:
        ranges = [line.split() for line in read("/proc/self/uid_map").splitlines()]
    except OSError:  # not Linux
        return False
    return [count for _, _, count in ranges] != ["1"] or ranges[0][1] == "0"


def free_id() -> int:
    """Return the user id of an account that is there for programs, else one without an account; it has no process.

    It is chosen at random, so that two gradings, in two containers even, do not get the same.
    """
    accounts = {entry.pw_uid: entry.pw_name for entry in pwd.getpwall()}
    busy = set()
    for process in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            busy.add(os.stat(f"/proc/{process}").st_uid)
    for_programs = [
        uid for uid, name in accounts.items() if uid in _IDS and uid not in busy and name == account_of(uid)
    ]
    taken = busy | accounts.keys()
    without_account = (uid for uid in random.sample(_IDS, min(len(taken) + 1, len(_IDS))) if uid not in taken)
    return random.choice(for_programs) if for_programs else next(without_account)  # noqa: S311 - no secret


def account_of(uid: int) -> str:
    """Return the name of the account, where there is one, that is there for programs with this user id."""
    return f"{login.NAME}{uid}"


def ids_with_accounts() -> range:
    """Return the user ids for which an image should have accounts: so many that gradings seldom take the same."""
    return _IDS[::_ONE_IN]


def become(uid: int) -> None:
    """Be that user from now on, with no group but its own, and for good. Raises OSError."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def own_the_terminal(uid: int, descriptor: int = 0) -> None:
    """Give a terminal, that of the calling process mostly, to that user, as a login does: its name can be opened."""
    os.fchown(descriptor, uid, uid)


class UserNamespaces:
    """Two user namespaces, made by root, for a user ``uid`` of the machine who owns nothing there.

    In the outer one, a world is set up. Its root is that user; the machine's root is known in it, too, so that files
    that are root's alone can be shown to the program. In the inner one, the program runs: it knows that user alone,
    under the number 1000. Both belong to root, who therefore may look at what is in them, and signal it.
    """

    def __init__(self, uid: int) -> None:
        """Make them. Raises OSError where the machine does not allow it."""
        reports, report = os.pipe()
        orders, order = os.pipe()
        if (maker := os.fork()) == 0:
            os.close(order)
            _make(report, orders)
        os.close(report)
        os.close(orders)
        try:
            _hear(reports)
            self.outer = _namespace_of(maker)
            _map(maker, f"0 {uid} 1\n{_ROOT_INSIDE} 0 1")
            os.write(order, b".")
            self.inner = _namespace_of(_hear(reports))
        finally:
            os.close(order)  # which is its end
            os.close(reports)
            os.waitpid(maker, 0)


def _make(report: int, orders: int) -> NoReturn:
    """Enter the outer namespace, wait until it knows its users, make the inner one, and wait for the end."""
    try:
        network.unshare_users()
        os.write(report, b"0")
        if os.read(orders, 1):
            inner = _enter_another(orders)
            _map(inner, f"{INSIDE} 0 1")
            os.write(report, str(inner).encode())
            os.waitpid(inner, 0)
    except OSError as error:
        os.write(report, str(-(error.errno or errno.EPERM)).encode())
    finally:
        os._exit(0)


def _enter_another(orders: int) -> int:
    """Return a process of its own user namespace, which ends when there are no more orders. Raises OSError."""
    reports, report = os.pipe()
    if (process := os.fork()) == 0:
        try:
            network.unshare_users()
            os.write(report, b"0")
            os.close(report)
            os.read(orders, 1)
        except OSError as error:
            os.write(report, str(-(error.errno or errno.EPERM)).encode())
        finally:
            os._exit(0)
    os.close(report)
    _hear(reports)
    return process


def _map(process: int, users: str) -> None:
    for kind in ("uid", "gid"):
        write(f"/proc/{process}/{kind}_map", users)


def _namespace_of(process: int) -> int:
    return os.open(f"/proc/{process}/ns/user", os.O_RDONLY | os.O_CLOEXEC)


def _hear(reports: int) -> int:
    """Hear a number from another process. Raises the OSError that it met."""
    number = int(os.read(reports, 16) or -errno.ECHILD)
    if number < 0:
        raise OSError(-number, os.strerror(-number))
    return number
