"""udp/client.py: an interactive client that sends datagrams."""

from grader.checks.sample.check_udp_client import sends_a_datagram_per_line
from grader.kit import DatagramClient, Words, check

_LINES = 5


@check(points=2, after=sends_a_datagram_per_line, hint="recvfrom() returns two things. Which of them do you show?")
def prints_the_reply(client: DatagramClient, words: Words) -> None:
    """What the server replies appears on the screen."""
    client.shows_a_reply_to(words.message())


@check(points=2, needs=prints_the_reply, hint="Which steps happen once for each run, and which once for each line?")
def goes_on(client: DatagramClient, words: Words) -> None:
    """Five lines are sent, and five replies appear."""
    for _ in range(_LINES):
        client.shows_a_reply_to(words.message())


@check(points=1, after=sends_a_datagram_per_line, hint="A text can get rid of the blanks around it before it is used.")
def strips_the_input(client: DatagramClient, words: Words) -> None:
    """Blanks around the input are not sent."""
    message = words.message()
    client.types(f" \t {message} \t ")
    client.is_heard(message)


@check(
    points=2,
    after=sends_a_datagram_per_line,
    hint="A datagram exists even when it carries no bytes. What does that change for an empty line?",
)
def sends_an_empty_datagram(client: DatagramClient, words: Words) -> None:
    """Enter alone sends an empty datagram; after the empty reply the client asks again, and the next line works."""
    client.types("")
    client.is_heard("")
    client.is_replied(b"")
    client.converses(words.message())


@check(points=1, after=sends_a_datagram_per_line, hint="Is there a word that this client treats in a special way?")
def sends_q_as_a_message(client: DatagramClient) -> None:
    """A "q" is a message like any other."""
    client.converses("q")
    client.converses("q")
