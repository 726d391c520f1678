"""hello/server.py: what can become of a check."""

from grader.failures import CheckFailed, GraderBroken, Lack, Want
from grader.kit import Server, Words, check, costs_this_check_alone
from grader.text import say


@check(points=1, hint="?")
def passes(server: Server) -> None:
    """The server answers."""
    server.serves_a_new_client()


@check(points=2, hint="?", needs=passes)
def fails(server: Server, words: Words) -> None:
    """The server answers in lower case."""
    client = server.connect()
    client.says(words.data())
    client.hears(b"something else")


@check(points=4, hint="?", needs=passes)
def fails_alone(server: Server) -> None:
    """The server does something that does not matter to others."""
    server.can_be_reached()
    with costs_this_check_alone():
        raise CheckFailed(say("it does not"), Lack(Want.ANSWER))


@check(points=8, hint="?", needs=fails)
def needs_what_failed(server: Server) -> None:
    """What needs a failed check is not run."""
    server.serves_a_new_client()


@check(points=16, hint="?", after=fails_alone)
def comes_after_what_failed_alone(server: Server) -> None:
    """What comes after a check that failed alone is run."""
    server.serves_a_new_client()


@check(points=32, hint="?", needs=fails_alone)
def needs_what_failed_alone(server: Server) -> None:
    """What needs a check to have passed is not run, however it failed."""
    server.serves_a_new_client()


@check(points=64, hint="?", after=needs_what_failed)
def comes_after_what_was_not_run(server: Server) -> None:
    """What comes after a check that was not run shares its cause."""
    server.serves_a_new_client()


@check(points=128, hint="?")
def crashes(server: Server) -> None:
    """The check itself has a bug."""
    server.can_be_reached()
    raise ZeroDivisionError


@check(points=256, hint="?")
def finds_the_grader_broken(server: Server) -> None:
    """The machine fails."""
    server.can_be_reached()
    raise GraderBroken("the machine is on fire")
