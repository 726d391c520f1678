"""tcp_v2/client.py: as in version 1; run again and again against the same server."""

from grader.kit import Client, Words, check, costs_this_check_alone


@check(
    points=2, hint="Four steps: connect, send bytes, receive bytes, show them. Which of them happens, which does not?"
)
def sends_a_message_and_prints_the_reply(client: Client, words: Words) -> None:
    """The client sends a message over one connection to 127.0.0.1:8080, and what comes back appears on the screen."""
    reply = words.message()
    server = client.speaks()
    server.hears_something()
    server.replies(reply.encode())
    server.shuts_down_sending()
    with costs_this_check_alone():
        client.prints(reply)
        client.has_connected_once()
