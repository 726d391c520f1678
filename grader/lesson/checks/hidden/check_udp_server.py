"""udp/server.py: answers every datagram to its sender."""

from grader.kit import DatagramServer, Words, check
from grader.lesson.checks.sample.check_udp_server import answers_the_sender

_FULL = 1024  # bytes


@check(
    points=2,
    after=answers_the_sender,
    hint="UDP keeps datagrams apart. How many does one recvfrom() return? How many do you send for it?",
)
def answers_datagram_by_datagram(server: DatagramServer, words: Words) -> None:
    """Two datagrams, sent one right after the other, get two answers."""
    client = server.new_client()
    with server.looks_away():
        client.says(words.data())
        client.says(words.data())
    client.is_answered_one_by_one()


@check(
    points=2,
    after=answers_the_sender,
    hint="UDP has no connection that could end. What does an empty datagram mean? What would b'' mean over TCP?",
)
def answers_an_empty_datagram(server: DatagramServer, words: Words) -> None:
    """An empty datagram is answered with an empty datagram, and the server keeps running."""
    client = server.new_client()
    client.says(b"")
    client.is_answered_exactly()
    client.says(words.data())
    client.is_answered()


@check(points=1, after=answers_the_sender, hint="Bytes need not be text. Does your server have to decode them?")
def answers_any_bytes(server: DatagramServer, words: Words) -> None:
    """Bytes that are not UTF-8, and bytes with blanks around them, come back with their ASCII letters in upper case."""
    client = server.new_client()
    for data in (words.no_text(), words.blanks_around()):
        client.says(data)
        client.is_answered_exactly()


@check(
    points=1, after=answers_the_sender, hint="What happens to the bytes of a datagram that do not fit into recvfrom()?"
)
def answers_a_full_buffer(server: DatagramServer, words: Words) -> None:
    """A datagram of 1024 bytes comes back whole."""
    client = server.new_client()
    client.says(words.data(_FULL))
    client.is_answered_exactly()
