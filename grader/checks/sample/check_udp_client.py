"""udp/client.py: an interactive client that sends datagrams."""

from grader.kit import DatagramClient, Words, check, costs_this_check_alone


@check(points=1, hint="How does a user find out that it is her turn? Is what you print on the screen before you wait?")
def asks_for_input(client: DatagramClient) -> None:
    """Something stands on the screen before the client first waits for the keyboard."""
    client.has_asked()


@check(points=3, hint="sendto() takes bytes and an address. Which steps happen once, and which once for each line?")
def sends_a_datagram_per_line(client: DatagramClient, words: Words) -> None:
    """Each line goes to 127.0.0.1:8080 as one datagram, in UTF-8, all of them from one and the same socket."""
    client.converses(words.message())
    client.waits_for_the_keyboard()
    with costs_this_check_alone():
        client.sends(words.chinese())
        client.has_used_one_socket()
