"""tcp_v3/client.py: an interactive client that quits on q and skips empty input."""

from grader.kit import Client, Words, check, costs_this_check_alone


@check(points=1, hint="How does a user find out that it is her turn? Is what you print on the screen before you wait?")
def asks_for_input(client: Client) -> None:
    """Something stands on the screen before the client first waits for the keyboard."""
    client.has_asked()


@check(points=3, hint="From the keyboard comes text, into the socket go bytes. Which encoding lies between them?")
def sends_what_was_typed(client: Client, words: Words) -> None:
    """What was typed goes to 127.0.0.1:8081 as UTF-8, without the newline; Chinese too."""
    client.converses(words.message())
    client.waits_for_the_keyboard()
    with costs_this_check_alone():
        client.sends(words.chinese())


@check(
    points=2, after=sends_what_was_typed, hint="What comes back is in the value that recv() returns. Who looks at it?"
)
def prints_the_reply(client: Client, words: Words) -> None:
    """What the server replies appears on the screen."""
    client.shows_a_reply_to(words.message())
