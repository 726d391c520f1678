"""counter/clerk.py: a server at two ports."""

from grader.kit import TcpAndUdpServer, Words, check


@check(points=1, hint="A socket is of one protocol. How many does the program need?")
def listens(server: TcpAndUdpServer) -> None:
    """The server listens at 127.0.0.1:9191 over TCP and at 127.0.0.1:9292 over UDP."""
    server.can_be_reached()
    server.listens_nowhere_else()


@check(points=1, hint="Which of the two sockets does the program wait for?", needs=listens)
def answers_over_both(server: TcpAndUdpServer, words: Words) -> None:
    """A message over TCP and one over UDP come back in reverse, whoever speaks first."""
    over_tcp, over_udp = server.connect(), server.new_client()
    over_udp.says(words.data())
    over_udp.is_answered_exactly()
    over_tcp.says(words.data())
    over_tcp.is_answered_exactly()
