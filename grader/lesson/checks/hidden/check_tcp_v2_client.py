"""tcp_v2/client.py: as in version 1; run again and again against the same server."""

from grader.kit import Client, check
from grader.lesson.checks.sample.check_tcp_v2_client import sends_a_message_and_prints_the_reply


@check(
    points=1,
    after=sends_a_message_and_prints_the_reply,
    hint="After the reply the program only has to close the socket. What does it wait for?",
)
def exits_cleanly(client: Client) -> None:
    """After the reply the client closes its connection in an orderly way and ends with exit status 0."""
    client.is_served_once()
    client.has_left_politely()
    client.exits_cleanly()
