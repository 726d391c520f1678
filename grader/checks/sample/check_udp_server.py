"""udp/server.py: answers every datagram to its sender."""

from grader.kit import DatagramServer, Words, check, costs_this_check_alone


@check(points=1, hint="A UDP server needs no listen and no accept. Which call gives its socket an address?")
def listens(server: DatagramServer) -> None:
    """A UDP socket is bound to exactly 127.0.0.1:8080."""
    server.can_be_reached()
    with costs_this_check_alone():
        server.listens_nowhere_else()


@check(points=3, after=listens, hint="recvfrom() returns two things. What is the second one good for?")
def answers_the_sender(server: DatagramServer, words: Words) -> None:
    """Who sends a datagram gets its bytes back in upper case."""
    client = server.new_client()
    client.says(words.data())
    client.is_answered()
