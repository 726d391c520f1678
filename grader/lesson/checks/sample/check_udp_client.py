"""udp/client.py: an interactive client that sends datagrams."""

from grader.kit import DatagramClient, Words, check, costs_this_check_alone

_LINES = 5


@check(
    points=1,
    hint="How does the user know that it is time to type? Is that text on the screen before the program waits?",
)
def asks_for_input(client: DatagramClient) -> None:
    """The client prints something before it first waits for the keyboard."""
    client.has_asked()


@check(
    points=3,
    after=asks_for_input,
    hint="sendto() takes bytes and an address. Which steps happen once, and which once for each line?",
)
def sends_a_datagram_per_line(client: DatagramClient, words: Words) -> None:
    """The client sends each line to 127.0.0.1:8080 as one datagram in UTF-8, always from the same socket."""
    client.types(words.message())
    client.is_heard_somehow()
    client.is_replied(words.data())
    with costs_this_check_alone():
        client.sends_exactly(words.chinese())
        client.has_used_one_socket()
        client.has_sent_datagrams(2)


@check(points=2, after=sends_a_datagram_per_line, hint="recvfrom() returns two values. Which of them do you print?")
def prints_the_reply(client: DatagramClient, words: Words) -> None:
    """The client prints the reply of the server."""
    client.shows_a_reply_to(words.message())


@check(
    points=2,
    after=sends_a_datagram_per_line,
    hint="Which steps happen once for each run, and which once for each line?",
)
def goes_on(client: DatagramClient, words: Words) -> None:
    """Five typed lines are five datagrams; the client receives each reply before the next line."""
    for _ in range(_LINES):
        client.converses(words.message())
        client.receives_the_reply()
    client.has_sent_datagrams(_LINES)
