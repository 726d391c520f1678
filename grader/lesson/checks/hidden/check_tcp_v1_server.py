"""tcp_v1/server.py: one client, one message, then exit."""

from grader.kit import Server, Words, check
from grader.lesson.checks.sample.check_tcp_v1_server import answers_the_first_client, listens

_SCREEN = 8192  # bytes; among more than that a number may stand by chance


@check(
    points=1,
    after=listens,
    hint="accept() returns two values. Which of them is the address of the client?",
)
def shows_the_conversation(server: Server, words: Words) -> None:
    """The server prints the port number of its client and the message."""
    message = words.message()
    client = server.connect()
    port = client.port
    client.says(message.encode())
    client.waits_to_be_served()
    client.leaves()
    server.prints_number(port, "the port of its client")
    server.prints_in_any_case(message)
    server.prints_at_most(_SCREEN)


@check(
    points=1,
    after=answers_the_first_client,
    hint="The client cannot know that the answer is complete before the stream ends. Which side ends it, and when?",
)
def closes_the_connection(server: Server, words: Words) -> None:
    """After its answer the server ends the stream; the client need not do anything for that."""
    client = server.connect()
    client.says(words.data())
    client.is_answered()
    client.hears_the_end_of_the_stream()


@check(
    points=1,
    after=listens,
    hint="What does recv() return when the client leaves without sending anything? What do you do with that value?",
)
def survives_a_silent_client(server: Server) -> None:
    """A client connects and leaves without sending anything; the server ends with exit status 0 and no traceback."""
    server.connect().leaves()
    server.ends()
    server.prints_no_traceback()
    server.has_exited_cleanly()
