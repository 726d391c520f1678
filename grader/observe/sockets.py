"""The kernel's socket tables: who listens where, what is queued, what is still on its way.

Source: proc(5) and Documentation/networking/proc_net_tcp.rst of the kernel: ``/proc/net/tcp``, ``tcp6``, ``udp``,
``udp6``. The tables are those of the network namespace of the calling thread.
"""

import re
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address
from struct import pack

import msgspec

from grader.observe.procfs import read

_NET = "/proc/thread-self/net"
_OF_ONE_PROCESS = 256  # sockets; what one process can take is bounded by its descriptors
_USUAL_BUFFER = 212_992  # bytes; include/net/sock.h of the kernel
_IPV4_DIGITS = 8
_UNIX_ROW = re.compile(
    r"^[0-9a-f]+: [0-9A-F]{8} [0-9A-F]{8} [0-9A-F]{8} [0-9A-F]{4} [0-9A-F]{2} +(\d{1,20})\b", re.MULTILINE
)
# Source of the numbers: include/net/tcp_states.h of the kernel.
ESTABLISHED, SYN_SENT, SYN_RECEIVED, FIN_WAIT, TIME_WAIT, CLOSED = 1, 2, 3, 4, 6, 7
CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING = 8, 9, 10, 11
_UNSETTLED = {SYN_SENT, SYN_RECEIVED, FIN_WAIT, LAST_ACK, CLOSING}
_AT_END_OF_STREAM = {CLOSED, CLOSE_WAIT, LAST_ACK, CLOSING}

Address = tuple[str, int]


class Socket(msgspec.Struct, frozen=True):
    """One row: queues in bytes (of a listening socket ``received`` is the number of clients not yet accepted)."""

    protocol: str
    local: Address
    remote: Address
    state: int
    unacknowledged: int
    received: int
    inode: int  # 0: a connection that is nobody's any more, or not yet
    uid: int  # the user who made it

    @property
    def listens(self) -> bool:
        """A TCP socket that takes clients, or a UDP socket that takes anyone's datagrams."""
        return self.state == LISTEN or (self.protocol == "udp" and self.state == CLOSED)

    @property
    def readable(self) -> bool:
        """A call that waits for this socket's input would return: bytes, a client, or the end of the stream."""
        return self.received > 0 or (self.protocol == "tcp" and self.state in _AT_END_OF_STREAM)


def table(ports: frozenset[int] | None = None, protocols: tuple[str, ...] = ("tcp", "udp")) -> tuple[Socket, ...]:
    """Return all sockets of these protocols, or those with one of ``ports`` at either end."""
    rows: list[Socket] = []
    for name in (table for protocol in protocols for table in (protocol, f"{protocol}6")):
        try:
            lines = read(f"{_NET}/{name}").splitlines()[1:]
        except OSError:  # a kernel without IPv6
            continue
        rows += [_row(name[:3], line) for line in lines]
    return tuple(row for row in rows if ports is None or row.local[1] in ports or row.remote[1] in ports)


@lru_cache(maxsize=4096)  # the same lines are read again and again
def _row(protocol: str, line: str) -> Socket:
    fields = line.split()
    unacknowledged, _, received = fields[4].partition(":")
    return Socket(
        protocol=protocol,
        local=_address(fields[1]),
        remote=_address(fields[2]),
        state=int(fields[3], 16),
        unacknowledged=int(unacknowledged, 16),
        received=int(received, 16),
        inode=int(fields[9]),
        uid=int(fields[7]),
    )


def queues_mib() -> float:
    """Return what the queues of all sockets in this network can hold, in MiB; 0 where they are few.

    The kernel tells how much lies in some kinds of queues and not in others; it counts for no process. A socket's queue
    holds what the other end may have sent, which is bounded: socket(7), SO_SNDBUF.
    """
    sockets = int(read(f"{_NET}/sockstat").split()[2])
    return sockets * _longest_queue() / (1 << 20) if sockets > _OF_ONE_PROCESS else 0.0


@cache
def _longest_queue() -> int:
    try:
        largest = int(read("/proc/sys/net/core/wmem_max"))
    except OSError:  # older kernels do not tell it everywhere
        largest = _USUAL_BUFFER
    return 2 * largest  # the kernel doubles what is asked for


def unix_inodes() -> frozenset[int]:
    """Return the inodes of all Unix sockets: not ours to judge, and never readable from outside the program.

    A row ends with the socket's name, which may have newlines in it.
    """
    return frozenset(map(int, _UNIX_ROW.findall(read(f"{_NET}/unix"))))


def on_its_way(rows: tuple[Socket, ...]) -> bool:
    """Tell whether a connection within ``rows`` (both ends of each) carries something that has not arrived yet.

    Every established end must have an established counterpart with nothing unacknowledged: otherwise a segment, a FIN,
    a RST or a handshake is still under way, and who waits for it may yet be woken.
    """
    ends = {(row.local, row.remote): row for row in rows if row.protocol == "tcp" and row.state != LISTEN}
    for (local, remote), row in ends.items():
        if row.state in _UNSETTLED or row.unacknowledged:
            return True
        other = ends.get((remote, local))
        if row.state == ESTABLISHED and (other is None or other.state != ESTABLISHED):
            return True
    return False


def datagrams_on_their_way() -> bool:
    """Tell whether a packet that was sent in this network has not been received yet.

    Only of use in a network of one's own, where all that is sent over the loopback is also received. Source: RFC 1213
    counters in ``/proc/net/snmp``.
    """
    heads, values = read(f"{_NET}/snmp").splitlines()[:2]
    counters = dict(zip(heads.split(), values.split(), strict=True))
    return counters["OutRequests"] != counters["InReceives"]


def refused_connections() -> int:
    """Return how many connections from this network were refused, over TCP. Source: as above."""
    heads, values = (line.split() for line in read(f"{_NET}/snmp").splitlines() if line.startswith("Tcp:"))
    return int(dict(zip(heads, values, strict=True))["AttemptFails"])


@lru_cache(maxsize=4096)
def _address(text: str) -> Address:
    """``0100007F:1F90`` -> ``("127.0.0.1", 8080)``: words of 32 bits in the machine's own order."""
    digits, _, port = text.partition(":")
    packed = b"".join(pack("=I", int(digits[at : at + 8], 16)) for at in range(0, len(digits), 8))
    if len(digits) == _IPV4_DIGITS:
        return str(IPv4Address(packed)), int(port, 16)
    address = IPv6Address(packed)
    return str(address.ipv4_mapped or address), int(port, 16)
