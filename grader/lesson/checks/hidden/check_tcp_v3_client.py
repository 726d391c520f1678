"""tcp_v3/client.py: an interactive client that quits on q and skips empty input."""

from grader.kit import Client, Words, check
from grader.lesson.checks.sample.check_tcp_v3_client import quits_on_q, sends_what_was_typed

_MESSAGES = 5
_WORDS_WITH_Q = ("quit", "qq", "Q", "faq")


@check(points=2, after=sends_what_was_typed, hint="Which steps happen once for each run, and which once for each line?")
def holds_a_conversation(client: Client, words: Words) -> None:
    """The client sends five messages over one and the same connection."""
    for _ in range(_MESSAGES):
        client.converses(words.message())
    client.has_connected_once()


@check(
    points=1,
    after=sends_what_was_typed,
    hint="Which method of a text removes the blanks around it? Where do you call it?",
)
def strips_the_input(client: Client, words: Words) -> None:
    """The client does not send the blanks around a line."""
    client.strips(words.message())


@check(
    points=1,
    after=sends_what_was_typed,
    hint="What is left of a line of blanks without its blanks? Do you remove them before or after you check the line?",
)
def skips_blank_input(client: Client, words: Words) -> None:
    """A line of blanks and tabs sends nothing: the client asks again, and the next line works."""
    client.skips("   ")
    client.skips(" \t \t")
    client.converses(words.message())
    client.skips("\t")
    client.converses(words.message())


@check(
    points=1,
    after=quits_on_q,
    hint="What do you compare with q: the line as it was typed, or the line without its blanks?",
)
def quits_on_q_with_blanks_around_it(client: Client) -> None:
    """A "q" with spaces and tabs around it ends the client as well."""
    client.types_the_last_line(" \tq\t ")
    client.ends()


@check(points=1, after=sends_what_was_typed, hint="Is the whole line q, or does it only contain a q or begin with one?")
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
    hint="What does recv() return or raise when the server is gone? What should the client do then?",
)
def ends_when_the_server_is_gone(client: Client, words: Words) -> None:
    """The server goes away, once by closing and once by a reset; after at most two more lines the client ends."""
    client.converses(words.message())
    client.waits_for_the_keyboard()
    client.sees_its_server_leave()
    client.types_until_it_ends(lines=2)
    client.starts()
    client.converses(words.message())
    client.waits_for_the_keyboard()
    client.sees_its_server_reset()
    client.types_until_it_ends(lines=2)
