"""Servers that lose a client, keep one too long, or do not survive one."""

from grader.engine.endings import Ending
from grader.explain.evidence import Evidence
from grader.explain.misconception import Misconception, raised, waits_for_a_socket, waits_only_in, wants
from grader.failures import Want
from grader.lesson.misconceptions.contents import PRINTS_AT_THE_END_OF_STREAM

_BROKEN_OFF = raised("ConnectionResetError", "BrokenPipeError", "ConnectionAbortedError", "not connected")


def _has_dropped_its_client(seen: Evidence) -> bool:
    unheard = not seen.lack.taken or wants(seen, Want.SCREEN, Want.END_OF_STREAM)
    is_dropped = seen.unread_or_thrown_back and not seen.peer_is_another_listeners
    was_accepted = seen.peer_is_connected or is_dropped
    return unheard and not seen.served and waits_only_in(seen, "accept") and is_dropped and was_accepted


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
        "A client may break its connection off at any moment. Then the call that uses this connection raises an "
        "exception. Where do you catch it? Does the server then go on with the next client?",
        story="{broke_off}, and the server ended.",
    ),
    Misconception(
        "gives_up_after_a_departure",
        lambda seen: seen.ended and not seen.exception and seen.departed_by_breaking_off,
        "One client has left, but others will come. Which line ends the server, and under which condition?",
        story="{broke_off}, and the server ended.",
    ),
    Misconception(
        "receives_from_the_listener",
        lambda seen: _BROKEN_OFF(seen) and not seen.served and not seen.departed[0],
        "One socket listens, and another one leads to the client. Which of them do you use here?",
    ),
    Misconception(
        "end_of_stream_not_seen",
        lambda seen: seen.runs_wild and bool(seen.ended_stream) and seen.spins_on_an_ended_stream,
        "What does recv() return after the other side has ended its stream? How often does it return that? How "
        "can the loop notice it?",
        story="{ended} ended its stream. Since then recv() returns b'' at once, every time.",
    ),
    PRINTS_AT_THE_END_OF_STREAM,
    Misconception(
        "goes_on_after_an_exception",
        lambda seen: (seen.runs_wild or seen.ending is Ending.SLEEPING) and seen.holds_broken_connections
        and bool(seen.broke_off),
        "Your program catches the exception and uses the same connection again. Can anything still arrive on "
        "it? What ends the loop?",
        story="{broke_off}, but {file} still uses that connection.",
    ),
    Misconception(
        "asks_without_rest",
        lambda seen: wants(seen, Want.REST) and seen.runs_wild,
        "Your program asks again and again whether something has arrived, and that takes all of the processor. "
        "Which call waits without using it?",
    ),
    Misconception(
        "double_accept",
        _has_dropped_its_client,
        "Each accept() takes one client out of the queue. How often do you call it? What happens to the first "
        "client?",
        story="{peer} was accepted but never answered: the server waits for another client.",
    ),
    Misconception(
        "conversation_ended_too_early",
        lambda seen: _has_turned_away(seen) and seen.served > 1,
        "The client has not left. Which line leaves its conversation, and under which condition?",
        story="{peer} was answered {served} times and sent more, but the server waits for another client.",
    ),
    Misconception(
        "one_message_for_each_client",
        _has_turned_away,
        "Which steps happen once for each client, and which once for each message?",
        story="{peer} was answered once and sent more, but the server waits for another client.",
    ),
    Misconception(
        "waits_for_the_client_to_leave",
        lambda seen: wants(seen, Want.END_OF_STREAM) and waits_for_a_socket(seen) and seen.peer_is_connected,
        "Which side should close the connection first here, the server or the client?",
        story="{peer} waits for the end of the stream, and the server waits for another message.",
    ),
    Misconception(
        "waits_for_more_before_it_answers",
        _waits_for_more,
        "The client sends nothing more before it gets an answer. How does your server know that a message is "
        "complete?",
        story="The server has received the message of {peer} and waits for more.",
    ),
    Misconception(
        "silence_ends_it",
        lambda seen: _ends_with_a_client(seen) and seen.departed_in_silence,
        "What does recv() return when a client leaves without sending anything? Which loop does your program "
        "leave then?",
        story="{departed} {how} without sending anything, and the server ended.",
    ),
    Misconception(
        "empty_datagram_ends_it",
        lambda seen: seen.protocol == "udp" and seen.status == 0 and seen.last_said == b""
        and wants(seen, Want.LISTENING, Want.ANSWER, Want.DATAGRAMS, Want.GOING_ON),
        "An empty datagram is a message of no bytes. UDP has no end of stream. Does your program treat an empty "
        "message as the end?",
        story="An empty datagram arrived, and the server ended.",
    ),
    Misconception(
        "one_client_only",
        _ends_with_a_client,
        "Which steps happen once in the life of the server, and which once for each client?",
        story="{departed} {how}, and the server ended.",
    ),
    Misconception(
        "one_datagram_only",
        lambda seen: seen.protocol == "udp" and seen.status == 0 and wants(seen, Want.ANSWER, Want.DATAGRAMS),
        "Which steps happen once in the life of the server, and which once for each datagram?",
    ),
    Misconception(
        "uses_a_closed_socket",
        raised("Bad file descriptor", "I/O operation on closed"),
        "A closed socket cannot be used any more. Which socket did you close? Was its work done?",
    ),
    Misconception(
        "closes_the_listener",
        lambda seen: wants(seen, Want.LISTENING) and not seen.has_met_nobody and not seen.ended
        and not seen.listens_there,
        "There are two kinds of sockets: one listens, and one leads to each client. Which one did you close, "
        "and when?",
        story="{file} was listening before, but does not listen any more.",
    ),
    Misconception(
        "queue_is_full",
        lambda seen: wants(seen, Want.ACCEPTING) and seen.listens_there,
        "Clients wait in a queue until accept() takes them out. How long can the queue be? When do you call "
        "accept()?",
    ),
    Misconception(
        "sockets_are_not_closed",
        lambda seen: wants(seen, Want.CLOSED_SOCKETS)
        or (wants(seen, Want.END_OF_STREAM) and waits_only_in(seen, "accept") and seen.peer_is_connected),
        "Each accept() returns a new socket. Where do you close it? Do you close it however the conversation "
        "ends?",
    ),
    Misconception(
        "nothing_not_expected",
        lambda seen: seen.ended and bool(seen.exception) and seen.departed_in_silence,
        "What does recv() return when a client leaves without sending anything? What does your program do with "
        "that value?",
        story="{departed} {how} without sending anything.",
    ),
    Misconception(
        "one_client_too_many",
        lambda seen: wants(seen, Want.END) and waits_only_in(seen, "accept"),
        "This version serves one client. Do you call accept() in a loop, or more than once?",
        story="{departed} {how}, and the server waits for another client.",
    ),
    Misconception(
        "answers_from_another_socket",
        lambda seen: wants(seen, Want.ONE_SOCKET),
        "Which socket sends the reply, and which address does that socket have? A client expects the reply from "
        "the address that it sent to.",
    ),
    Misconception(
        "turns_clients_away",
        lambda seen: wants(seen, Want.ANSWER) and not seen.lack.came and not seen.ended and not seen.served
        and seen.protocol == "tcp" and seen.unread_or_thrown_back and not seen.peer_is_connected,
        "Your server must serve every client that connects, now or later. What closes the client's connection, "
        "or the listening socket, before that?",
        story="The connection of {peer} was closed before it was answered.",
    ),
    Misconception(
        "conversation_not_shown",
        lambda seen: wants(seen, Want.SCREEN, Want.LITTLE) and not seen.exception,
        "Which values tell who the client is and what it sent? Do you print them?",
    ),
    Misconception(
        "message_not_received",
        lambda seen: wants(seen, Want.ANSWER) and not seen.lack.taken and not seen.ended and not seen.runs_wild,
        "A message waits in the socket until the program asks for it, with the right call on the right socket. "
        "Where is the program instead?",
        story="The server has not received the message of {peer}.",
    ),
    Misconception(
        "answer_not_sent",
        lambda seen: wants(seen, Want.ANSWER) and seen.lack.taken and not seen.lack.came and not seen.exception
        and not seen.runs_wild and bool(seen.lack.wanted),
        "Which call sends the answer, over which socket, and to whom? Does the program reach that call?",
        story="{peer} sent a message and got nothing back.",
    ),
)  # fmt: skip
