"""tcp_v2/server.py: one message per client, client after client, for ever."""

from grader.kit import Server, Words, check, costs_this_check_alone

_CLIENTS = 5


@check(points=1, hint="Which three calls make a server's socket reachable? Which address does each of them get?")
def listens(server: Server) -> None:
    """The server listens on exactly 127.0.0.1:8080, over TCP, and does not end by itself."""
    server.stays()
    with costs_this_check_alone():
        server.listens_nowhere_else()


@check(
    points=2,
    after=listens,
    hint="Each accept() takes one client out of the queue. Over which socket do you receive and send?",
)
def answers_the_first_client(server: Server, words: Words) -> None:
    """The first client gets back exactly the bytes that it sent, in upper case."""
    client = server.connect()
    client.says(words.data())
    client.is_answered_exactly()


@check(
    points=3,
    after=answers_the_first_client,
    hint="Which steps happen once in the life of the server, and which once for each client?",
)
def serves_client_after_client(server: Server) -> None:
    """Five clients come one after another, each with its own message; each is answered; the server keeps running."""
    for _ in range(_CLIENTS):
        server.serves_a_new_client()
    server.goes_on()
