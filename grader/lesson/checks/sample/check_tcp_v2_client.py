"""tcp_v2/client.py: as in version 1; run again and again against the same server."""

from grader.kit import Client, check, costs_this_check_alone

_RUNS = 3


@check(
    points=2, hint="Four steps: connect, send bytes, receive bytes, print them. Which of them happen, and which do not?"
)
def sends_a_message_and_prints_the_reply(client: Client) -> None:
    """The client sends a message over one connection to 127.0.0.1:8080 and prints the reply."""
    reply = client.is_served_once()
    with costs_this_check_alone():
        client.prints(reply)
        client.has_connected_once()


@check(
    points=2,
    after=sends_a_message_and_prints_the_reply,
    hint="Each run is a new process with a new socket. What could the second run find that the first did not?",
)
def runs_again_and_again(client: Client) -> None:
    """The client is run three times against one server; each run prints its own reply and ends by itself."""
    for run in range(_RUNS):
        if run:
            client.starts()
        reply = client.is_served_once()
        client.prints(reply)
        client.ends()
