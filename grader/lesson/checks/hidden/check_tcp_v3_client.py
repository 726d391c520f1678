"""tcp_v3/client.py: an interactive client that quits on q and skips empty input."""

from grader.kit import Client, Words, check
from grader.lesson.checks.sample.check_tcp_v3_client import quits_on_q, sends_what_was_typed

_MESSAGES = 5
_WORDS_WITH_Q = ("quit", "qq", "Q", "faq")


@check(points=2, after=sends_what_was_typed, hint="Which steps happen once for each run, and which once for each line?")
def holds_a_conversation(client: Client, words: Words) -> None:
    """Five messages travel over one and the same connection."""
    for _ in range(_MESSAGES):
        client.converses(words.message())
    client.has_connected_once()


@check(points=1, after=sends_what_was_typed, hint="A text can get rid of the blanks around it before it is used.")
def strips_the_input(client: Client, words: Words) -> None:
    """Blanks around the input are not sent."""
    client.strips(words.message())


@check(
    points=1,
    after=sends_what_was_typed,
    hint="What is left of a line of blanks when the blanks are taken away? In which order do you look and strip?",
)
def skips_blank_input(client: Client, words: Words) -> None:
    """A line of blanks and tabs sends nothing: the client asks again, and the next line works."""
    client.skips("   ")
    client.skips(" \t \t")
    client.converses(words.message())
    client.skips("\t")
    client.converses(words.message())


@check(points=1, after=quits_on_q, hint="What is compared with q: the line as it was typed, or without its blanks?")
def quits_on_q_with_blanks_around_it(client: Client) -> None:
    """A "q" with spaces and tabs around it ends the client as well."""
    client.types_the_last_line(" \tq\t ")
    client.ends()


@check(points=1, after=sends_what_was_typed, hint="Is the whole line q, or does it only contain one, or begin with it?")
def sends_words_that_contain_q(client: Client) -> None:
    """Words such as "quit", "qq", "Q" and "faq" are messages like any other."""
    for number, word in enumerate(_WORDS_WITH_Q):
        if number:
            client.starts()
        client.converses(word)
        client.waits_for_the_keyboard()


@check(points=1, after=quits_on_q, hint="What happens between reading q and the end of the program?")
def asks_nothing_after_q(client: Client) -> None:
    """After "q" the client ends without waiting for the keyboard again."""
    client.types_the_last_line("q")
    client.ends_without_asking_again()


@check(
    points=1,
    after=sends_what_was_typed,
    hint="What does recv() return, or raise, when the server has gone? What should the program do then?",
)
def ends_when_the_server_is_gone(client: Client, words: Words) -> None:
    """The server closes (in one run) or resets (in another) and listens no more: within two lines the client ends."""
    client.converses(words.message())
    client.waits_for_the_keyboard()
    client.sees_its_server_leave()
    client.types_until_it_ends(lines=2)
    client.starts()
    client.converses(words.message())
    client.waits_for_the_keyboard()
    client.sees_its_server_reset()
    client.types_until_it_ends(lines=2)
