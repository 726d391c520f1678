"""tcp_v1/client.py: connect, send one message, print the reply, close."""

from grader.kit import Client, check, costs_this_check_alone

_AT_ONCE = 1024  # bytes that a server receives at once


@check(points=1, hint="Which call connects a client's socket to a server? A client needs neither bind nor listen.")
def connects(client: Client) -> None:
    """The client opens one TCP connection to 127.0.0.1:8080."""
    client.connects()
    with costs_this_check_alone():
        client.has_connected_once()
        client.is_served_if_it_speaks()
        client.has_connected_once()


@check(points=2, after=connects, hint="A socket sends bytes. How does text become bytes, and which call sends them?")
def sends_a_message(client: Client) -> None:
    """The client sends a message of at least one byte and at most 1024."""
    server = client.speaks()
    server.hears_something(most=_AT_ONCE)


@check(
    points=2, after=sends_a_message, hint="recv() returns what comes back. What does your program do with that value?"
)
def prints_the_reply(client: Client) -> None:
    """The client prints the reply of the server."""
    reply = client.is_served_once()
    client.prints(reply)
