"""``python -I -S starter.py``: starts programs for an examining process, which is too large to be forked often.

After a fork both sides copy every page that they write to. With pytest in memory that costs more than bubblewrap does.
This process has imported next to nothing, and nothing of ours.

An order comes with descriptors (unix(7), SCM_RIGHTS). What is started is a child of the examining process, as if that
had forked it: its parent here ends at once, and the examining process adopts orphans. It writes its number into the
pipe of the order, and then what went wrong. Where the pipe ends without a complaint, the program has been started.
"""

import _signal  # type: ignore[import-not-found] # what signal is made from, without its enumerations
import _socket
import ctypes
import fcntl
import marshal
import os
import resource
import sys

LONGEST_ORDER = 65536  # bytes
MOST_DESCRIPTORS = 64
_LONGEST_COMPLAINT = 1000  # bytes
_ORDERS = 0  # the descriptor of the socket
_SIZE = 4  # bytes of a descriptor's number
_GO = b"."
_MS_OF_PROC = 2 | 4 | 8  # nosuid, nodev, noexec; mount(2)
_PR_SET_PDEATHSIG, _SIGKILL = 1, 9  # source: prctl(2)

# The command, its environment, the control groups to enter, limits (setrlimit(2)) and umask; how many descriptors are
# namespaces, how a PID namespace is prepared that is the last one but one of them (after which number those of its
# processes go on, and where its /proc is mounted; 0 and nothing: not at all), whether it is root of the user namespace
# that was entered last; the numbers of the other descriptors; whose child it will be.
Order = tuple[
    list[bytes],
    dict[bytes, bytes],
    list[bytes],
    list[tuple[int, int]],
    int,
    int,
    tuple[int, bytes],
    bool,
    tuple[int, ...],
    int,
]
_LAST_PID = b"/proc/sys/kernel/ns_last_pid"  # of the namespace of the process that opens it; pid_namespaces(7)

_libc = ctypes.CDLL(None, use_errno=True)
_setns, _prctl = _libc.setns, _libc.prctl  # found here, and not after each fork


def main() -> None:
    """Start what is ordered until nobody can order any more."""
    orders = _socket.socket(fileno=_ORDERS)
    room = _socket.CMSG_LEN(MOST_DESCRIPTORS * _SIZE)
    while True:
        message, ancillary, _, _ = orders.recvmsg(LONGEST_ORDER, room, _socket.MSG_CMSG_CLOEXEC)
        if not message:
            return
        raw = b"".join(content for _, _, content in ancillary)
        descriptors = [int.from_bytes(raw[at : at + _SIZE], sys.byteorder) for at in range(0, len(raw), _SIZE)]
        try:
            _start(marshal.loads(message), descriptors)  # noqa: S302 - from the examining process, and nobody else
        except OSError as error:
            _complain(descriptors[0], error)
        for descriptor in descriptors:
            os.close(descriptor)


def _start(order: Order, descriptors: list[int]) -> None:
    """Fork a process that is nobody's child here. Raises OSError."""
    hears, tells = os.pipe()
    if (between := os.fork()) == 0:
        try:
            if os.fork() == 0:
                os.close(tells)
                _become(order, descriptors, hears)
        except OSError as error:
            _complain(descriptors[0], error)
        finally:
            os._exit(1)
    os.waitpid(between, 0)
    os.write(tells, _GO)  # by now it has been adopted
    os.close(hears)
    os.close(tells)


def _become(order: Order, descriptors: list[int], hears: int) -> None:
    """Be the program from now on.

    ``descriptors``: the pipe for what is told, the terminal, the namespaces to enter one after the other, and those
    that the program gets. Returns where that cannot be.
    """
    command, environment, groups, limits, umask, namespaces, prepared, becomes_root, passed, parent = order
    above = max(passed, default=2) + 1
    hears, tells, terminal, *others = (
        fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, above) for number in (hears, *descriptors)
    )
    try:
        os.write(tells, b"%d " % os.getpid())
        os.login_tty(terminal)
        _signal.signal(_signal.SIGHUP, _signal.SIG_IGN)  # it may lead the session; what it starts outlives it
        for group in groups:
            _write(group + b"/cgroup.procs", b"0")
        for kind, bound in limits:
            resource.setrlimit(kind, (bound, bound))
        os.umask(umask)
        folder = os.getcwdb()
        for number, namespace in enumerate(others[:namespaces]):
            if number == namespaces - 1 and prepared[1]:
                _prepare(*prepared)
            _enter(namespace)
        os.chdir(folder)  # who enters another mount namespace is at its root
        if becomes_root:
            os.setgroups([])
            os.setresgid(0, 0, 0)
            os.setresuid(0, 0, 0)
        for descriptor, number in zip(others[namespaces:], passed, strict=True):
            os.dup2(descriptor, number)
        if os.read(hears, 1) == _GO:
            _prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)  # the kernel forgets that where the user changes
            if os.getppid() == parent:
                os.execve(command[0], command, environment)  # noqa: S606 - no shell: these are our own words
    except (OSError, ValueError) as error:
        _complain(tells, error)


def _enter(namespace: int) -> None:
    if _setns(namespace, 0) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _prepare(last_pid: int, proc: bytes) -> None:
    """Let processes in the PID namespace that was entered have numbers after this one, and mount the /proc of them.

    Only a process that is in it can do that: a child. Raises OSError where there can be no such /proc.
    """
    if (child := os.fork()) == 0:
        try:
            _count_from(last_pid)
            os._exit(_libc.mount(b"proc", proc, b"proc", _MS_OF_PROC, None) != 0 and ctypes.get_errno())
        finally:
            os._exit(1)
    if status := os.waitpid(child, 0)[1]:
        number = os.waitstatus_to_exitcode(status)
        raise OSError(number, os.strerror(number))


def _count_from(last_pid: int) -> None:
    """Write the number; where the kernel does not let us, nothing is lost but long numbers."""
    try:
        _write(_LAST_PID, b"%d" % last_pid)
    except OSError:
        return


def _write(path: bytes, value: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    os.write(descriptor, value)
    os.close(descriptor)


def _complain(tells: int, error: Exception) -> None:
    os.write(tells, str(error).encode(errors="replace")[:_LONGEST_COMPLAINT])


if __name__ == "__main__":
    main()
