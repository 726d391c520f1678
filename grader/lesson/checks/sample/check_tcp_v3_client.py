"""tcp_v3/client.py: an interactive client that quits on q and skips empty input."""

from grader.kit import Client, Words, check, costs_this_check_alone


@check(
    points=1,
    hint="How does the user know that it is time to type? Is that text on the screen before the program waits?",
)
def asks_for_input(client: Client) -> None:
    """The client prints something before it first waits for the keyboard."""
    client.has_asked()


@check(
    points=3,
    after=asks_for_input,
    hint="The keyboard gives text, but the socket takes bytes. Which encoding turns one into the other?",
)
def sends_what_was_typed(client: Client, words: Words) -> None:
    """The client sends each line to 127.0.0.1:8081 as UTF-8, without the newline; Chinese too."""
    client.sends_something_for(words.message())
    with costs_this_check_alone():
        client.starts()
        client.sends_exactly(words.chinese())


@check(
    points=2,
    after=sends_what_was_typed,
    hint="recv() returns what comes back. What does your program do with that value?",
)
def prints_the_reply(client: Client, words: Words) -> None:
    """The client prints the reply of the server."""
    client.shows_a_reply_to(words.message())


@check(
    points=3,
    after=sends_what_was_typed,
    hint="How many bytes does sending an empty message put on the wire? What can the server answer to that?",
)
def skips_empty_input(client: Client, words: Words) -> None:
    """Enter alone, first thing and after a message, sends nothing: the client asks again, and the next line works."""
    client.skips("")
    client.converses(words.message())
    client.skips("")
    client.converses(words.message())


@check(points=3, after=sends_what_was_typed, hint="Where in the loop do you check for the word that ends it?")
def quits_on_q(client: Client, words: Words) -> None:
    """A "q" ends the client, first thing or after a message: it closes its connection and exits with status 0."""
    client.types_the_last_line("q")
    client.ends()
    with costs_this_check_alone():
        client.has_exited_cleanly()
        client.has_left_politely()
        client.starts()
        client.converses(words.message())
        client.types_the_last_line("q")
        client.exits_cleanly()
        client.has_left_politely()
