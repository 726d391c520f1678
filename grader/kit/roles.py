"""How a program is driven, by the role and the addresses that the catalogue gives it."""

from grader import course
from grader.kit.client import Client, DatagramClient
from grader.kit.program import Program
from grader.kit.server import DatagramServer, Server, TcpAndUdpServer
from grader.kit.terminal import TerminalProgram

_DRIVERS: dict[tuple[str, frozenset[str]], type[Program]] = {
    ("server", frozenset({"tcp"})): Server,
    ("server", frozenset({"udp"})): DatagramServer,
    ("server", frozenset({"tcp", "udp"})): TcpAndUdpServer,
    ("client", frozenset({"tcp"})): Client,
    ("client", frozenset({"udp"})): DatagramClient,
    ("terminal", frozenset()): TerminalProgram,
}


def driver(program: course.Program) -> type[Program] | None:
    """Return the class of the kit that drives a program; None where there is none for its role and protocols."""
    return _DRIVERS.get((program.role, frozenset(program.protocols)))
