"""tcp_v1/server.py: one client, one message, then exit."""

from grader.kit import Server, Words, check
from grader.lesson.checks.sample.check_tcp_v1_server import answers_the_first_client, listens

_SCREEN = 8192  # bytes; among more than that a number may stand by chance


@check(
    points=1,
    after=listens,
    hint="accept() returns two things. Which of them tells where the client comes from?",
)
def shows_the_conversation(server: Server, words: Words) -> None:
    """When its client has left, the server has printed that client's port number and its message."""
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
    hint="The client can't know that the answer is complete until the stream ends. Who ends it, and when?",
)
def closes_the_connection(server: Server, words: Words) -> None:
    """After the answer the client sees the end of the stream, without having to do anything."""
    client = server.connect()
    client.says(words.data())
    client.is_answered()
    client.hears_the_end_of_the_stream()


@check(
    points=1,
    after=listens,
    hint="What does recv() return when the client leaves without a word? What does your program do with that?",
)
def survives_a_silent_client(server: Server) -> None:
    """A client connects and leaves without a word: the server ends with exit status 0 and without a traceback."""
    server.connect().leaves()
    server.ends()
    server.prints_no_traceback()
    server.has_exited_cleanly()
