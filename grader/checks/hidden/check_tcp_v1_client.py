"""tcp_v1/client.py: connect, send one message, print the reply, close."""

from grader.checks.sample.check_tcp_v1_client import sends_a_message
from grader.kit import Client, Words, check


@check(points=2, after=sends_a_message, hint="What comes back is in the value that recv() returns. Who looks at it?")
def prints_the_reply(client: Client, words: Words) -> None:
    """What the server replies appears on the screen."""
    reply = words.message()
    server = client.speaks()
    server.hears_something()
    server.replies(reply.encode())
    server.shuts_down_sending()
    client.prints(reply)


@check(
    points=1,
    after=sends_a_message,
    hint="A connection is closed in an orderly way by closing its socket after everything has been received.",
)
def closes_the_connection(client: Client, words: Words) -> None:
    """After the reply the client closes its connection: the server sees the end of the stream, not a reset."""
    server = client.speaks()
    server.hears_something()
    server.replies(words.data())
    server.shuts_down_sending()
    server.hears_the_end_of_the_stream()


@check(points=1, after=sends_a_message, hint="After the reply nothing is left to do. What does the program wait for?")
def exits_cleanly(client: Client, words: Words) -> None:
    """After the conversation the client ends by itself with exit status 0."""
    server = client.speaks()
    server.hears_something()
    server.replies(words.data())
    server.shuts_down_sending()
    client.exits_cleanly()
