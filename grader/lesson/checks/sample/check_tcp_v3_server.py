"""tcp_v3/server.py: conversation after conversation, whatever becomes of the client."""

from grader.kit import Server, Words, check, costs_this_check_alone

_MESSAGES = 10


@check(points=1, hint="Which three calls make a server's socket reachable? This version has a port of its own: 8081.")
def listens(server: Server) -> None:
    """The server listens on exactly 127.0.0.1:8081, over TCP, and does not end by itself."""
    server.stays()
    with costs_this_check_alone():
        server.listens_nowhere_else()


@check(points=2, after=listens, hint="Which of the two sockets does recv() belong to? What does upper() return?")
def answers(server: Server, words: Words) -> None:
    """A client gets back exactly the bytes that it sent, in upper case."""
    client = server.connect()
    client.says(words.data())
    client.is_answered_exactly()


@check(points=3, after=answers, hint="Which steps happen once for each client, and which once for each message?")
def holds_a_conversation(server: Server, words: Words) -> None:
    """One client sends ten messages over one connection; it gets each answer before it sends the next message."""
    with server.connect() as client:
        for _ in range(_MESSAGES):
            client.says(words.data())
            client.is_answered()


@check(
    points=3,
    after=answers,
    hint="What does recv() return after the client has left? How can the inner loop notice it? What comes after it?",
)
def serves_the_next_client(server: Server, words: Words) -> None:
    """A client leaves politely; the next one is served."""
    with server.connect() as client:
        client.says(words.data())
        client.is_answered()
    server.serves_a_new_client()


@check(
    points=3,
    after=answers,
    hint="Which exception does recv() raise when the client resets its connection? Where do you catch it?",
)
def survives_a_reset(server: Server, words: Words) -> None:
    """A client resets its connection while the server waits for a message; the next one is served."""
    rude = server.connect()
    rude.says(words.data())
    rude.is_answered()
    rude.resets()
    server.serves_a_new_client()
