"""The kernel's socket tables, read from texts as the kernel writes them."""

from collections.abc import Callable

import pytest

from grader.observe import sockets
from grader.observe.sockets import (
    CLOSE_WAIT,
    CLOSED,
    CLOSING,
    ESTABLISHED,
    FIN_WAIT,
    LAST_ACK,
    LISTEN,
    SYN_RECEIVED,
    SYN_SENT,
    TIME_WAIT,
    Socket,
    datagrams_on_their_way,
    on_its_way,
    queues_mib,
    refused_connections,
    table,
    unix_inodes,
)

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
LISTENER = (
    "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0\n"
)
CONNECTION = (
    "   1: 0100007F:1F90 0100007F:A0B1 01 00000010:000000FF 00:00000000 00000000  1001        0 4712 1 0 20 4\n"
)
MAPPED = (
    "   0: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000"
    " 00000000     0        0 4713 1 0 100 0 0 10 0\n"
)
OF_IPV6 = MAPPED.replace("0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
Kernel = Callable[[dict[str, str]], None]


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """Return a function that lets the kernel show these files and no others."""

    def show(files: dict[str, str]) -> None:
        def read(path: str) -> str:
            if path not in files:
                raise FileNotFoundError(path)
            return files[path]

        monkeypatch.setattr(sockets, "read", read)

    return show


def net(name: str) -> str:
    """Return the path of a table."""
    return f"/proc/thread-self/net/{name}"


def test_a_row_has_addresses_queues_and_an_owner(kernel: Kernel) -> None:
    """Numbers are hexadecimal, addresses in the machine's order; IPv4 within IPv6 is IPv4."""
    kernel(
        {net("tcp"): HEAD + LISTENER + CONNECTION, net("tcp6"): HEAD + MAPPED + OF_IPV6, net("udp"): HEAD + LISTENER}
    )
    here, nowhere = ("127.0.0.1", 8080), ("0.0.0.0", 0)  # noqa: S104
    assert table() == (
        Socket("tcp", here, nowhere, LISTEN, 0, 2, 4711, 1000),
        Socket("tcp", here, ("127.0.0.1", 41137), ESTABLISHED, 16, 255, 4712, 1001),
        Socket("tcp", ("127.0.0.1", 8081), ("::", 0), LISTEN, 0, 0, 4713, 0),
        Socket("tcp", ("::1", 8081), ("::", 0), LISTEN, 0, 0, 4713, 0),
        Socket("udp", here, nowhere, LISTEN, 0, 2, 4711, 1000),
    )
    assert [row.inode for row in table(protocols=("udp",))] == [4711]
    assert [row.inode for row in table(frozenset({41137}))] == [4712]
    assert [row.inode for row in table(frozenset({8080}), protocols=("tcp",))] == [4711, 4712]
    assert table(frozenset({1})) == ()


def row(
    protocol: str = "tcp", state: int = ESTABLISHED, *, swap: bool = False, waits: int = 0, lies: int = 0
) -> Socket:
    """Return one end of a connection, or the other."""
    ends = (("127.0.0.1", 1), ("127.0.0.1", 2))
    local, remote = ends[::-1] if swap else ends
    return Socket(protocol, local, remote, state, waits, lies, 1, 0)


@pytest.mark.parametrize(
    ("protocol", "state", "expected"),
    [
        ("tcp", LISTEN, True),
        ("tcp", CLOSED, False),
        ("tcp", ESTABLISHED, False),
        ("udp", CLOSED, True),
        ("udp", ESTABLISHED, False),
    ],
)
def test_what_takes_clients_listens(protocol: str, state: int, *, expected: bool) -> None:
    """So does a UDP socket that is bound and not connected."""
    assert row(protocol, state).listens is expected


@pytest.mark.parametrize("state", [ESTABLISHED, SYN_SENT, FIN_WAIT, CLOSED, CLOSE_WAIT, LAST_ACK, CLOSING, LISTEN])
def test_a_socket_is_readable_where_a_call_would_return(state: int) -> None:
    """Where something lies in it, and where the other side has ended its stream."""
    at_the_end = state in {CLOSED, CLOSE_WAIT, LAST_ACK, CLOSING}
    assert row("tcp", state).readable is at_the_end
    assert row("tcp", state, lies=1).readable
    assert not row("udp", state).readable


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), False),
        ((row(), row(swap=True)), False),
        ((row(),), True),
        ((row(waits=1), row(swap=True)), True),
        ((row(), row(swap=True, waits=1)), True),
        ((row(), row(state=CLOSE_WAIT, swap=True)), True),
        ((row(state=CLOSE_WAIT),), False),
        ((row(state=TIME_WAIT),), False),
        ((row(state=LISTEN),), False),
        ((row(state=LISTEN, waits=1),), False),
        ((row("udp"),), False),
        *(
            ((row(state=state), row(swap=True)), True)
            for state in (SYN_SENT, SYN_RECEIVED, FIN_WAIT, LAST_ACK, CLOSING)
        ),
        ((row(state=FIN_WAIT), row(state=CLOSE_WAIT, swap=True)), True),
    ],
)
def test_something_is_on_its_way_unless_both_ends_agree(rows: tuple[Socket, ...], *, expected: bool) -> None:
    """A handshake, an end, a reset, bytes that were not acknowledged: whoever waits for them may yet be woken."""
    assert on_its_way(rows) is expected


def test_packets_and_refusals_are_counted_by_the_kernel(kernel: Kernel) -> None:
    """What was sent and not received is on its way; refused connections are those of TCP."""
    counters = (
        "Ip: Forwarding InReceives OutRequests\nIp: 1 {} {}\nTcp: ActiveOpens AttemptFails\nTcp: 9 {}\nUdp: x\nUdp: 0\n"
    )
    kernel({net("snmp"): counters.format(70, 70, 3)})
    assert not datagrams_on_their_way()
    assert refused_connections() == 3
    kernel({net("snmp"): counters.format(69, 70, 3)})
    assert datagrams_on_their_way()


def test_the_queues_of_many_sockets_are_counted(kernel: Kernel) -> None:
    """Up to what one process can have, nothing; beyond it, what each may hold: twice the largest buffer."""
    files = {net("sockstat"): "sockets: used {}\nTCP: inuse 1\n", "/proc/sys/net/core/wmem_max": "524288\n"}
    for largest, used, expected in ((True, 256, 0.0), (True, 257, 257.0), (False, 512, 512 * 2 * 212_992 / (1 << 20))):
        sockets._longest_queue.cache_clear()  # noqa: SLF001
        shown = {path: text.replace("{}", str(used)) for path, text in files.items() if largest or "sockstat" in path}
        kernel(shown)
        assert queues_mib() == expected
    sockets._longest_queue.cache_clear()  # noqa: SLF001


def test_the_name_of_a_unix_socket_is_no_row(kernel: Kernel) -> None:
    """Whatever it has in it: newlines, numbers, a row."""
    row_of = "{:016x}: 00000002 00000000 00010000 0001 01 {:5} {}\n"
    text = "Num       RefCount Protocol Flags    Type St Inode Path\n"
    text += row_of.format(1, 100, "/run/x") + row_of.format(2, 200, "@a\n12 34\n") + row_of.format(3, 300, "")
    kernel({net("unix"): text})
    assert unix_inodes() == {100, 200, 300}
