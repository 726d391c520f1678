"""udp/client.py: an interactive client that sends datagrams."""

from grader.kit import DatagramClient, Words, check
from grader.lesson.checks.sample.check_udp_client import sends_a_datagram_per_line


@check(
    points=1,
    after=sends_a_datagram_per_line,
    hint="Which method of a text removes the blanks around it? Where do you call it?",
)
def strips_the_input(client: DatagramClient, words: Words) -> None:
    """The client does not send the blanks around a line."""
    client.strips(words.message())


@check(
    points=2,
    after=sends_a_datagram_per_line,
    hint="A datagram exists even when it carries no bytes. What does that mean for an empty line?",
)
def sends_an_empty_datagram(client: DatagramClient, words: Words) -> None:
    """Enter alone sends an empty datagram; the client receives the empty reply, asks again, and the next line works."""
    client.sends_exactly("")
    client.is_replied(b"")
    client.receives_the_reply()
    client.converses(words.message())
    client.receives_the_reply()


@check(points=1, after=sends_a_datagram_per_line, hint="Is there a word that this client treats in a special way?")
def sends_q_as_a_message(client: DatagramClient) -> None:
    """A "q" is a message like any other."""
    client.converses("q")
    client.converses("q")
