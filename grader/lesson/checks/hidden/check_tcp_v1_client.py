"""tcp_v1/client.py: connect, send one message, print the reply, close."""

from grader.kit import Client, check
from grader.lesson.checks.sample.check_tcp_v1_client import sends_a_message


@check(
    points=1,
    after=sends_a_message,
    hint="Close the socket after the program has received everything: then the server sees an orderly end.",
)
def closes_the_connection(client: Client) -> None:
    """After the reply the client closes its connection: the server sees the end of the stream, not a reset."""
    client.is_served_once()
    client.has_left_politely()


@check(
    points=1, after=sends_a_message, hint="After the reply there is nothing left to do. What does the program wait for?"
)
def exits_cleanly(client: Client) -> None:
    """After the conversation the client ends by itself with exit status 0."""
    client.is_served_once()
    client.exits_cleanly()
