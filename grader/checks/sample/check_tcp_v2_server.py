"""tcp_v2/server.py: one message per client, client after client, for ever."""

from grader.kit import Server, Words, check, costs_this_check_alone


@check(points=1, hint="Which three calls make a server's socket reachable? Which address does each of them get?")
def listens(server: Server) -> None:
    """The server listens on exactly 127.0.0.1:8080, over TCP."""
    server.can_be_reached()
    with costs_this_check_alone():
        server.listens_nowhere_else()


@check(
    points=2,
    after=listens,
    hint="Each accept() takes one client out of the queue. Whose socket do you receive from, and send to?",
)
def answers_the_first_client(server: Server, words: Words) -> None:
    """The first client gets the bytes that it sent back in upper case."""
    client = server.connect()
    client.says(words.data())
    client.is_answered()
