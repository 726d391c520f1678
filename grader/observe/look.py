"""One look at a running program, which tells whether it can still move or everything in it waits.

The proof that a program is at rest is a consistent cut, not a span of time: every thread is seen blocked, then the
queues are read, then every thread is seen again, blocked in the same call and without having been given a processor in
between. So there was a moment, while the queues were read, at which all of them were blocked at once.
"""

import signal
from collections.abc import Callable

import msgspec

from grader.observe.descriptors import may_end_by_itself, socket_inode
from grader.observe.processes import Thread, catches, have_not_moved, threads
from grader.observe.sockets import Socket, datagrams_on_their_way, on_its_way, table, unix_inodes
from grader.observe.terminal import Terminal


class Look(msgspec.Struct, frozen=True):
    """What was seen.

    ``asleep``: every thread is blocked. ``for_ever``: and nothing but the grader can wake it: no call has a time limit,
    nothing that they wait for is there, nothing is on its way. ``at_the_keyboard``: it waits for a line.
    ``takes_keys``: a line may be typed now; that is the same where the kernel shows what the program waits for.
    """

    threads: tuple[Thread, ...] = ()
    asleep: bool = False
    for_ever: bool = False
    at_the_keyboard: bool = False
    takes_keys: bool = False


AWAKE = Look()


def look_at(
    pids: tuple[int, ...],
    find: Callable[[], tuple[int, ...]],
    terminal: Terminal,
    ports: frozenset[int],
    *,
    own_network: bool,
) -> Look:
    """Look at the processes ``pids``; if ``find`` then finds others, they are taken for awake.

    Their keyboard is ``terminal``, their connections touch ``ports``.
    """
    before = threads(pids)
    if find() != pids or before is None:
        return AWAKE
    if terminal.holds_up(before):
        return AWAKE  # it waits for the grader, which is no rest: it goes on as soon as that has read
    rows = table(None if own_network else ports, protocols=("tcp",))
    moving = (
        on_its_way(rows)
        or (own_network and datagrams_on_their_way())
        or terminal.has_unread_keys(before)
        or catches(pids, signal.SIGALRM)  # an alarm may be set: that cannot be seen from outside
    )
    inodes = {row.inode: row for row in rows}
    if _awaited(before) - inodes.keys():  # these tables are seldom needed
        inodes |= {row.inode: row for row in table(None if own_network else ports, protocols=("udp",))}
    waits = [_readiness(thread, inodes) for thread in before]
    if not have_not_moved(pids, before):
        return AWAKE
    at_the_keyboard = not terminal.has_unread_keys(before) and any(map(terminal.is_watched_by, before))
    return Look(
        threads=before,
        asleep=True,
        for_ever=not moving and all(readiness is False for readiness in waits),
        at_the_keyboard=at_the_keyboard,
        takes_keys=at_the_keyboard,
    )


def _awaited(threads: tuple[Thread, ...]) -> set[int]:
    """Return the inodes of the sockets that threads wait for."""
    waits = ((one.pid, one.wait.descriptors or ()) for one in threads if one.wait is not None)
    inodes = (socket_inode(pid, descriptor) for pid, descriptors in waits for descriptor in descriptors)
    return {inode for inode in inodes if inode is not None}


def _readiness(thread: Thread, inodes: dict[int, Socket]) -> bool | None:
    """Whether what the thread waits for is there; None where that cannot be told or time alone may end the wait."""
    wait = thread.wait
    if wait is None or wait.timed or wait.descriptors is None:
        return None
    for descriptor in wait.descriptors:
        if may_end_by_itself(thread.pid, descriptor):
            return None
        inode = socket_inode(thread.pid, descriptor)
        if inode is None:  # the terminal's unread keys are looked at apart; a pipe is the program's own affair
            continue
        row = inodes.get(inode)
        if row is None:
            if inode not in unix_inodes():
                return None  # a socket on its way out of the tables
        elif row.readable:
            return True
    return False
