"""tcp_v2/server.py: one message per client, client after client, for ever."""

from grader.kit import Server, Words, check
from grader.lesson.checks.sample.check_tcp_v2_server import answers_the_first_client, serves_client_after_client

_CLIENTS = 5


@check(
    points=1,
    after=answers_the_first_client,
    hint="One socket listens, and there is one more for each client. Which of them do you close, and when?",
)
def closes_each_connection(server: Server, words: Words) -> None:
    """After each answer the server ends the stream of that client."""
    for _ in range(_CLIENTS):
        with server.connect() as client:
            client.says(words.data())
            client.is_answered()
            client.hears_the_end_of_the_stream()


@check(
    points=1,
    after=answers_the_first_client,
    hint="The backlog is a queue: clients wait in it, connected, until accept() takes them out one by one.",
)
def serves_waiting_clients_in_turn(server: Server, words: Words) -> None:
    """Three clients connect before any of them speaks; each speaks, is answered and leaves, in the order they came."""
    for client in [server.connect() for _ in range(3)]:
        client.says(words.data())
        client.is_answered()
        client.leaves()


@check(
    points=1,
    after=answers_the_first_client,
    hint="What does recv() return when a client leaves without sending anything? What happens to the clients after it?",
)
def survives_a_silent_client(server: Server) -> None:
    """A client connects and leaves without sending anything; the next two clients are served."""
    server.connect().leaves()
    server.serves_a_new_client()
    server.serves_a_new_client()


@check(
    points=1,
    after=(answers_the_first_client, serves_client_after_client, survives_a_silent_client),
    hint="Between two clients a server waits in accept(), which uses no CPU time. What does yours do?",
)
def keeps_running(server: Server, words: Words) -> None:
    """After five clients, of which one is silent, the server still listens and uses no CPU time."""
    for number in range(_CLIENTS):
        with server.connect() as client:
            if number != _CLIENTS // 2:
                client.says(words.data())
                client.is_answered()
    server.can_be_reached()
    server.is_at_rest()
