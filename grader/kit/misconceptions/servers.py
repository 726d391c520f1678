"""Servers that lose a client, keep one too long, or do not survive one."""

from grader.failures import Want
from grader.kit.endings import Ending
from grader.kit.evidence import Evidence
from grader.kit.misconceptions.shape import Misconception, raised, waits_for_a_socket, waits_only_in, wants

_BROKEN_OFF = raised("ConnectionResetError", "BrokenPipeError", "ConnectionAbortedError", "not connected")


def _has_dropped_its_client(seen: Evidence) -> bool:
    unheard = not seen.lack.taken or wants(seen, Want.SCREEN, Want.END_OF_STREAM)
    return unheard and not seen.served and waits_only_in(seen, "accept") and seen.unread_or_thrown_back


def _has_turned_away(seen: Evidence) -> bool:
    return seen.protocol == "tcp" and wants(seen, Want.ANSWER) and seen.served > 0 and waits_only_in(seen, "accept")


def _waits_for_more(seen: Evidence) -> bool:
    return wants(seen, Want.ANSWER) and seen.lack.taken and not seen.lack.came and seen.protocol == "tcp" \
        and waits_for_a_socket(seen) and not seen.served and seen.peer_is_connected  # fmt: skip


def _ends_with_a_client(seen: Evidence) -> bool:
    expected = wants(seen, Want.LISTENING, Want.ANSWER, Want.GOING_ON, Want.REST)
    return seen.status == 0 and bool(seen.departed[0]) and expected


SERVERS = (
    Misconception(
        "departure_not_expected",
        lambda seen: seen.ended and bool(seen.broke_off) and _BROKEN_OFF(seen),
        "A client may break off at any moment, and the call that is talking to it raises an exception. Who catches it, "
        "and with whom does the server go on?",
        story="What ended it came from a client: {broke_off}.",
    ),
    Misconception(
        "gives_up_after_a_departure",
        lambda seen: seen.ended and not seen.exception and seen.departed_by_breaking_off,
        "One client has gone, and others are to come. Who decides that the server ends, and on what grounds?",
        story="{broke_off}, and that was the end of the server.",
    ),
    Misconception(
        "receives_from_the_listener",
        lambda seen: _BROKEN_OFF(seen) and not seen.served and not seen.departed[0],
        "One socket listens, another one leads to the client. Which of them did you use?",
    ),
    Misconception(
        "end_of_stream_not_seen",
        lambda seen: seen.runs_wild and bool(seen.ended_stream),
        "What does recv() return when the other side has ended its stream, and how often can it return that? How does "
        "the loop find out?",
        story="{ended} has ended its stream; from then on recv() returns b'' at once, for ever.",
    ),
    Misconception(
        "goes_on_after_an_exception",
        lambda seen: (seen.runs_wild or seen.ending is Ending.SLEEPING) and seen.holds_broken_connections
        and bool(seen.broke_off),
        "The exception was caught, and the same connection is asked again. Can anything ever come from it? What leads "
        "out of the loop?",
        story="A connection is broken ({broke_off}), and {file} does not let go of it.",
    ),
    Misconception(
        "asks_without_rest",
        lambda seen: wants(seen, Want.REST) and seen.runs_wild,
        "To ask again and again whether something has come takes all of the processor. Which way of waiting takes "
        "none?",
    ),
    Misconception(
        "double_accept",
        _has_dropped_its_client,
        "Each call of accept() takes one client out of the queue. How often is it called, and what becomes of the "
        "first client?",
        story="{peer} was accepted and never answered: the server waits for another client.",
    ),
    Misconception(
        "one_message_for_each_client",
        _has_turned_away,
        "Which steps happen once for each client, and which once for each message?",
        story="{peer} was answered before, and speaks on; the server has turned away from it.",
    ),
    Misconception(
        "waits_for_the_client_to_leave",
        lambda seen: wants(seen, Want.END_OF_STREAM) and waits_for_a_socket(seen) and seen.peer_is_connected,
        "Who is to close the connection here: does the server wait for the client, or the client for the server?",
        story="{peer} waits for the end of the stream, and the server for one more message: neither moves.",
    ),
    Misconception(
        "waits_for_more_before_it_answers",
        _waits_for_more,
        "The client says nothing more before it is answered. What tells your server that a message is complete?",
        story="{peer}'s message was received, and the server waits for more.",
    ),
    Misconception(
        "silence_ends_it",
        lambda seen: _ends_with_a_client(seen) and seen.departed_in_silence,
        "What does recv() return for a client that leaves without a word? Which loop does the program leave then?",
        story="{departed} {how} without a word, and that was the end of the server.",
    ),
    Misconception(
        "one_client_only",
        _ends_with_a_client,
        "Which steps happen once in the life of the server, and which once for each client?",
        story="{departed} {how}, and that was the end of the server.",
    ),
    Misconception(
        "answers_from_another_socket",
        lambda seen: wants(seen, Want.ONE_SOCKET),
        "A client knows one address of your server. Which socket has it, and which one sends the answer?",
    ),
    Misconception(
        "one_datagram_only",
        lambda seen: seen.protocol == "udp" and seen.status == 0 and wants(seen, Want.ANSWER, Want.DATAGRAMS),
        "Which steps happen once in the life of the server, and which once for each datagram?",
    ),
    Misconception(
        "uses_a_closed_socket",
        raised("Bad file descriptor", "I/O operation on closed"),
        "A socket that has been closed is gone for good. Which one was closed, and is it the one whose work is done?",
    ),
    Misconception(
        "closes_the_listener",
        lambda seen: wants(seen, Want.LISTENING) and not seen.has_met_nobody and not seen.ended,
        "There are two kinds of sockets: one listens, one leads to each client. Which of them was closed, and when?",
    ),
    Misconception(
        "sockets_are_not_closed",
        lambda seen: wants(seen, Want.CLOSED_SOCKETS)
        or (wants(seen, Want.END_OF_STREAM) and waits_only_in(seen, "accept") and seen.peer_is_connected),
        "Each accept() gives a new socket. Who closes it, on every way out of the conversation?",
    ),
    Misconception(
        "nothing_not_expected",
        lambda seen: seen.ended and bool(seen.exception) and seen.departed_in_silence,
        "What does recv() return when a client leaves without a word? What does your program do with that?",
        story="{departed} {how} without a word.",
    ),
    Misconception(
        "one_client_too_many",
        lambda seen: wants(seen, Want.END) and waits_only_in(seen, "accept"),
        "One client is all that this version is for. Is there a loop around accept(), or another call of it?",
        story="{departed} {how}, and the server waits for another client.",
    ),
    Misconception(
        "turns_clients_away",
        lambda seen: wants(seen, Want.ANSWER) and not seen.lack.came and not seen.ended and not seen.served
        and seen.unread_or_thrown_back and not seen.peer_is_connected,
        "Who connects is to be served, now or later. What closes its connection before that?",
        story="{peer} was hung up on before it was answered.",
    ),
    Misconception(
        "conversation_not_shown",
        lambda seen: wants(seen, Want.SCREEN) and not seen.exception,
        "Which values tell who the client is, and what it has said? Are they printed, and do they say that?",
    ),
    Misconception(
        "message_not_received",
        lambda seen: wants(seen, Want.ANSWER) and not seen.lack.taken and not seen.ended and not seen.runs_wild,
        "What has arrived waits until the program asks for it, with the right call on the right socket. Where is the "
        "program instead?",
        story="Nobody has received the message of {peer}.",
    ),
    Misconception(
        "answer_not_sent",
        lambda seen: wants(seen, Want.ANSWER) and seen.lack.taken and not seen.lack.came and not seen.exception
        and not seen.runs_wild and bool(seen.lack.wanted),
        "Which call sends, over which socket and to whom? Is it reached for this message, and does it work?",
        story="The message of {peer} was received, and nothing came back.",
    ),
)  # fmt: skip
