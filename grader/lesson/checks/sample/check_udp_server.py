"""udp/server.py: answers every datagram to its sender."""

from grader.kit import DatagramServer, Words, check, costs_this_check_alone

_ROUNDS = 3


@check(points=1, hint="A UDP server needs no listen and no accept. Which call gives its socket an address?")
def listens(server: DatagramServer) -> None:
    """A UDP socket is bound to exactly 127.0.0.1:8080, and the server does not end by itself."""
    server.stays()
    with costs_this_check_alone():
        server.listens_nowhere_else()


@check(points=3, after=listens, hint="recvfrom() returns two values. What can you use the second one for?")
def answers_the_sender(server: DatagramServer, words: Words) -> None:
    """Every sender gets back exactly its bytes, in upper case, from the address that it sent to."""
    client = server.new_client()
    client.says(words.data())
    client.is_answered_exactly()
    with costs_this_check_alone():
        client.was_answered_from_where_it_asked()


@check(points=3, after=answers_the_sender, hint="Every datagram has its own sender. Whom do you answer?")
def serves_several_clients(server: DatagramServer, words: Words) -> None:
    """Three clients send before any of them reads; each gets its own answers and no others."""
    clients = [server.new_client() for _ in range(3)]
    for _ in range(_ROUNDS):
        with server.looks_away():
            for client in clients:
                client.says(words.data())
        for client in clients:
            client.is_answered()
