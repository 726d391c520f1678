"""tcp_v2/client.py: as in version 1; run again and again against the same server."""

from grader.checks.sample.check_tcp_v2_client import sends_a_message_and_prints_the_reply
from grader.kit import Client, Words, check

_RUNS = 3


@check(
    points=2,
    needs=sends_a_message_and_prints_the_reply,
    hint="Each run is a new process with a new socket. What could the second run find that the first did not?",
)
def runs_again_and_again(client: Client, words: Words) -> None:
    """The client is run three times against one server; each run prints its own reply and ends by itself."""
    for run in range(_RUNS):
        if run:
            client.starts()
        reply = words.message()
        server = client.speaks()
        server.hears_something()
        server.replies(reply.encode())
        server.shuts_down_sending()
        client.prints(reply)
        client.ends()


@check(
    points=1,
    after=sends_a_message_and_prints_the_reply,
    hint="After the reply there is nothing left to do but to close the socket. What does the program wait for?",
)
def exits_cleanly(client: Client, words: Words) -> None:
    """After the reply the client closes its connection in an orderly way and ends with exit status 0."""
    server = client.speaks()
    server.hears_something()
    server.replies(words.data())
    server.shuts_down_sending()
    server.hears_the_end_of_the_stream()
    client.exits_cleanly()
