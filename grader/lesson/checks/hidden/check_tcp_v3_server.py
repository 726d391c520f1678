"""tcp_v3/server.py: conversation after conversation, whatever becomes of the client."""

from itertools import cycle, islice

from grader.kit import Connection, Server, Words, check
from grader.lesson.checks.sample.check_tcp_v3_server import answers, serves_the_next_client, survives_a_reset

_CLIENTS = 20
_LONG = 6000  # bytes: several times what one recv(1024) returns


def _leaves(server: Server, words: Words) -> None:
    _served(server, words).leaves()


def _resets(server: Server, words: Words) -> None:
    _served(server, words).resets()


def _is_killed(server: Server, words: Words) -> None:
    _served(server, words).is_killed()


def _leaves_silently(server: Server, _: Words) -> None:
    server.connect().leaves()


def _resets_at_once(server: Server, _: Words) -> None:
    server.connect().resets()


def _leaves_an_answer_behind(server: Server, words: Words) -> None:
    client = server.connect()
    client.says_and_leaves_the_answer_unread(words.data())
    client.resets()


def _asks_in_vain(server: Server, words: Words) -> None:
    client = _served(server, words)
    with server.looks_away():
        client.says(words.data())
        client.resets()


def _served(server: Server, words: Words) -> Connection:
    client = server.connect()
    client.says(words.data())
    client.is_answered()
    return client


_DEPARTURES = (
    _leaves,
    _resets,
    _leaves_silently,
    _resets_at_once,
    _is_killed,
    _leaves_an_answer_behind,
    _asks_in_vain,
)


@check(
    points=2,
    after=(answers, survives_a_reset),
    hint="Not only recv() can fail. Which other calls use the connection of a client that may be gone?",
)
def survives_a_reset_with_the_reply_on_its_way(server: Server, words: Words) -> None:
    """One client resets with its answer unread, another before it is answered; the next client is served."""
    rude = server.connect()
    rude.says_and_leaves_the_answer_unread(words.data())
    rude.resets()
    ruder = server.connect()
    ruder.says(words.data())
    ruder.is_answered()
    with server.looks_away():
        ruder.says(words.data())
        ruder.resets()
    server.serves_a_new_client()


@check(
    points=1,
    after=answers,
    hint="A client may be gone before it has sent anything. Which call is the first to notice that?",
)
def survives_a_reset_before_the_first_message(server: Server) -> None:
    """A client connects and resets at once, before and after it is accepted; the next one is served."""
    server.can_be_reached()
    with server.looks_away():
        server.connect().resets()
    server.connect_and_be_accepted().resets()
    server.serves_a_new_client()


@check(
    points=2,
    after=(answers, serves_the_next_client, survives_a_reset_with_the_reply_on_its_way),
    hint="When a process is killed, the kernel closes its sockets. What do your calls then return or raise?",
)
def survives_a_killed_client(server: Server, words: Words) -> None:
    """A client's process is killed at rest, another's with its answer unread; the next client is served."""
    at_rest = server.connect()
    at_rest.says(words.data())
    at_rest.is_answered()
    at_rest.is_killed()
    busy = server.connect()
    busy.says_and_leaves_the_answer_unread(words.data())
    busy.is_killed()
    server.serves_a_new_client()


@check(
    points=2,
    after=(answers, survives_a_reset_before_the_first_message, survives_a_killed_client),
    hint="Every client should find the server like the first one did. What does it keep from client to client?",
)
def survives_many_disconnects(server: Server, words: Words) -> None:
    """Twenty clients in a row leave in every possible way; the twenty-first is served."""
    for depart in islice(cycle(_DEPARTURES), _CLIENTS):
        depart(server, words)
    server.serves_a_new_client()


@check(
    points=1,
    after=answers,
    hint="A loop that receives nothing and goes on at once never waits. What does recv() return at the end?",
)
def rests_when_nobody_speaks(server: Server, words: Words) -> None:
    """After a client has left politely, the server waits without using the processor."""
    with server.connect() as client:
        client.says(words.data())
        client.is_answered()
    server.is_at_rest()


@check(
    points=1,
    after=(answers, survives_many_disconnects),
    hint="Each accept() returns a new socket. Do you close it however the conversation ends?",
)
def leaks_no_sockets(server: Server, words: Words) -> None:
    """After twenty clients that left in every possible way, the server holds no socket but those it held before."""
    with server.holds_no_more_sockets_than_before():
        for depart in islice(cycle(_DEPARTURES), _CLIENTS):
            depart(server, words)


@check(
    points=1,
    after=answers,
    hint="TCP is a stream. How many calls of recv() and send() can one long message need?",
)
def answers_a_long_message(server: Server, words: Words) -> None:
    """A message of several kilobytes, sent at once, comes back whole, in whatever pieces."""
    with server.connect() as client:
        client.says(words.data(_LONG))
        client.is_answered_exactly()


@check(points=1, after=answers, hint="Bytes need not be text. Does your server have to decode them?")
def answers_any_bytes(server: Server, words: Words) -> None:
    """Bytes that are not UTF-8, and bytes with blanks around them, come back with their ASCII letters in upper case."""
    with server.connect() as client:
        client.says(words.no_text())
        client.is_answered_exactly()
        client.says(words.blanks_around())
        client.is_answered_exactly()
        client.says(words.data())
        client.is_answered()


@check(
    points=1,
    after=answers,
    hint="A client that has ended its sending side can still receive. When is the conversation over?",
)
def answers_after_half_close(server: Server, words: Words) -> None:
    """A client that sends a message and then ends its sending side still gets its answer."""
    with server.connect() as client:
        with server.looks_away():
            client.says(words.data())
            client.shuts_down_sending()
        client.is_answered()


@check(
    points=1,
    after=answers,
    hint="A client in the queue is already connected and may have sent a message. What leads back to accept()?",
)
def serves_the_waiting_client(server: Server, words: Words) -> None:
    """A second client connects and speaks meanwhile; it is served, at the latest when the first has left."""
    first = server.connect()
    first.says(words.data())
    first.is_answered()
    second = server.connect_and_be_accepted()
    second.says(words.data())
    server.goes_on()
    first.leaves()
    second.is_answered()
