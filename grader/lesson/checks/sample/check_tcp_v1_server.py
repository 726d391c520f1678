"""tcp_v1/server.py: one client, one message, then exit."""

from grader.kit import Server, Words, check, costs_this_check_alone


@check(points=1, hint="Which three calls make a server's socket reachable? Which address does each of them get?")
def listens(server: Server) -> None:
    """The server listens on exactly 127.0.0.1:8080, over TCP, and waits there for a client."""
    server.stays()
    with costs_this_check_alone():
        server.listens_nowhere_else()


@check(
    points=3,
    after=listens,
    hint="Each accept() takes one client out of the queue. Over which socket do you receive and send?",
)
def answers_the_first_client(server: Server, words: Words) -> None:
    """The first client gets back exactly the bytes that it sent, in upper case."""
    client = server.connect()
    client.says(words.data())
    client.is_answered_exactly()


@check(
    points=1,
    after=listens,
    hint="One client, one message: does a loop or another call wait for one more?",
)
def exits_after_one_client(server: Server, words: Words) -> None:
    """After its client has left, the server ends with exit status 0, and nothing listens any more."""
    client = server.connect()
    client.says(words.data())
    client.waits_to_be_served()
    client.leaves()
    server.ends()
    server.listens_no_more()
    server.has_exited_cleanly()
