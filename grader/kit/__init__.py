"""All that a check may say: the student's programs, and what can be asked of them."""

from grader.engine.words import Words
from grader.kit.check import check, costs_this_check_alone
from grader.kit.client import Client, DatagramClient
from grader.kit.connection import Connection
from grader.kit.server import DatagramServer, Server, TcpAndUdpServer
from grader.kit.terminal import TerminalProgram

__all__ = [
    "Client",
    "Connection",
    "DatagramClient",
    "DatagramServer",
    "Server",
    "TcpAndUdpServer",
    "TerminalProgram",
    "Words",
    "check",
    "costs_this_check_alone",
]
