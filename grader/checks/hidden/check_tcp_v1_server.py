"""tcp_v1/server.py: one client, one message, then exit."""

from grader.checks.sample.check_tcp_v1_server import answers_the_first_client
from grader.kit import Server, Words, check


@check(
    points=1,
    after=answers_the_first_client,
    hint="accept() returns two things. Which of them tells where the client comes from?",
)
def shows_the_conversation(server: Server, words: Words) -> None:
    """The server prints the port number of its client, and the message."""
    message = words.message()
    client = server.connect()
    client.says(message.encode())
    server.prints_number(client.port, "the port of its client")
    server.prints_in_any_case(message)


@check(
    points=1,
    after=answers_the_first_client,
    hint="The client can't know that the answer is complete until the stream ends. Who ends it, and when?",
)
def closes_the_connection(server: Server, words: Words) -> None:
    """After the answer the client sees the end of the stream, without having to do anything."""
    client = server.connect()
    client.says(words.data())
    client.waits_to_be_served()
    client.hears_the_end_of_the_stream()


@check(
    points=1,
    after=answers_the_first_client,
    hint="One client, one message: is there a loop, or another call that waits for one more of them?",
)
def exits_after_one_client(server: Server, words: Words) -> None:
    """Once its client has left, the server ends with exit status 0 and nothing listens any more."""
    client = server.connect()
    client.says(words.data())
    client.waits_to_be_served()
    client.leaves()
    server.ends()
    server.listens_no_more()
    server.has_exited_cleanly()


@check(
    points=1,
    after=answers_the_first_client,
    hint="What does recv() return when the client leaves without a word? What does your program do with that?",
)
def survives_a_silent_client(server: Server) -> None:
    """A client connects and leaves without a word: the server ends with exit status 0 and without a traceback."""
    server.connect().leaves()
    server.ends()
    server.prints_no_traceback()
    server.has_exited_cleanly()
