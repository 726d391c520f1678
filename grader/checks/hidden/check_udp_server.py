"""udp/server.py: answers every datagram to its sender."""

from grader.checks.sample.check_udp_server import answers_the_sender
from grader.kit import DatagramServer, Words, check

_ROUNDS = 3
_FULL = 1024  # bytes


@check(points=3, needs=answers_the_sender, hint="Every datagram carries its own sender. Which one do you answer to?")
def serves_several_clients(server: DatagramServer, words: Words) -> None:
    """Three clients send in turn, and all before any reads; everyone gets their own answers and no other."""
    clients = [server.new_client() for _ in range(3)]
    for _ in range(_ROUNDS):
        with server.looks_away():
            for client in clients:
                client.says(words.data())
        for client in clients:
            client.is_answered()


@check(
    points=2,
    needs=answers_the_sender,
    hint="UDP keeps datagrams apart. How many does one recvfrom() return, and how many do you send for it?",
)
def answers_datagram_by_datagram(server: DatagramServer, words: Words) -> None:
    """Two datagrams that are sent back to back get two answers."""
    client = server.new_client()
    with server.looks_away():
        client.says(words.data())
        client.says(words.data())
    client.is_answered()


@check(
    points=2,
    needs=answers_the_sender,
    hint="Without a connection nobody can leave: what does an empty datagram mean, and what would it mean over TCP?",
)
def answers_an_empty_datagram(server: DatagramServer, words: Words) -> None:
    """An empty datagram is answered with an empty datagram, and the server goes on."""
    client = server.new_client()
    client.says(b"")
    client.is_answered()
    client.says(words.data())
    client.is_answered()


@check(points=1, needs=answers_the_sender, hint="Bytes need not be text. Does your server have to know what they mean?")
def answers_any_bytes(server: DatagramServer, words: Words) -> None:
    """Bytes that are no UTF-8 come back with their ASCII letters in upper case, and the server goes on."""
    client = server.new_client()
    client.says(words.no_text())
    client.is_answered()
    client.says(words.data())
    client.is_answered()


@check(
    points=1, needs=answers_the_sender, hint="What becomes of the bytes of a datagram that do not fit into recvfrom()?"
)
def answers_a_full_buffer(server: DatagramServer, words: Words) -> None:
    """A datagram of 1024 bytes comes back whole."""
    client = server.new_client()
    client.says(words.data(_FULL))
    client.is_answered()
