"""Clients at the keyboard, and what becomes of a reply."""

from grader.explain.evidence import Evidence
from grader.explain.misconception import Misconception, raised, typed, waits_for_a_socket, wants
from grader.failures import Want
from grader.lesson.misconceptions.contents import PRINTS_AT_THE_END_OF_STREAM


def _has_sent_nothing(seen: Evidence) -> bool:
    return seen.protocol == "tcp" and typed(seen) == "" and not seen.sent_since_typed and waits_for_a_socket(seen)


def _goes_on_after_q(seen: Evidence) -> bool:
    return seen.protocol == "tcp" and typed(seen) == "q" and not seen.ended


def _ended_by_a_word_with_q(seen: Evidence) -> bool:
    has_one = typed(seen) != "q" and "q" in typed(seen).lower()
    return seen.protocol == "tcp" and has_one and seen.status == 0


def _lost_its_server(seen: Evidence) -> bool:
    wild = wants(seen, Want.END, Want.KEYBOARD) and not seen.ended
    return seen.protocol == "tcp" and bool(seen.departed[0]) and wild


CLIENTS = (
    Misconception(
        "end_of_stream_not_seen",
        lambda seen: seen.runs_wild and bool(seen.ended_stream) and not seen.departed[0]
        and seen.spins_on_an_ended_stream,
        "What does recv() return after the other side has ended its stream? How often does it return that? How "
        "can the loop notice it?",
        story="{ended} ended its stream. Since then recv() returns b'' at once, every time.",
    ),
    PRINTS_AT_THE_END_OF_STREAM,
    Misconception(
        "waits_before_it_has_asked",
        lambda seen: wants(seen, Want.KEYBOARD, Want.PROMPT, Want.MESSAGE) and seen.typed is None and not seen.has_sent
        and waits_for_a_socket(seen),
        "The server sends nothing before it has received a message. What must your client do before it "
        "receives?",
        story="{file} has sent nothing yet.",
    ),
    Misconception(
        "empty_message_sent",
        _has_sent_nothing,
        "How many bytes does an empty message put on the wire? What can the server answer to that?",
        story="{line} was typed and nothing was sent, so no reply comes.",
    ),
    Misconception(
        "empty_datagram_not_sent",
        lambda seen: seen.protocol == "udp" and typed(seen) == "" and not seen.sent_since_typed
        and wants(seen, Want.MESSAGE) and waits_for_a_socket(seen),
        "Does the call that sends, or the library around it, skip empty data? Look it up.",
        story="{line} was typed and no datagram was sent, so no reply comes.",
    ),
    Misconception(
        "empty_line_is_skipped",
        lambda seen: seen.protocol == "udp" and typed(seen) == "" and seen.at_the_keyboard
        and wants(seen, Want.MESSAGE),
        "A datagram exists even when it carries no bytes. What does that mean for an empty line?",
        story="{line} was typed, and {file} sent no datagram for it.",
    ),
    Misconception(
        "empty_line_ends_it",
        lambda seen: typed(seen) == "" and seen.status == 0,
        "Which input should end the program? Is an empty line such an input?",
        story="{line} was typed, and the program ended.",
    ),
    Misconception(
        "word_for_the_end_over_udp",
        lambda seen: seen.protocol == "udp" and typed(seen) == "q" and (seen.ended or seen.at_the_keyboard)
        and not seen.exception,
        "Does the exercise name a word that this client treats in a special way?",
    ),
    Misconception(
        "thread_left_behind",
        lambda seen: wants(seen, Want.END) and seen.call_of_main == "lock" and bool(seen.calls_of_others),
        "A program runs until its last thread has ended. What does that thread wait for? How can it learn that "
        "the program is over?",
    ),
    Misconception(
        "looks_before_stripping",
        lambda seen: seen.protocol == "tcp" and typed(seen) == "q" and seen.typed != "q" and not seen.ended,
        "What do you compare with q: the line as it was typed, or the line without its blanks?",
    ),
    Misconception(
        "no_way_out",
        _goes_on_after_q,
        "Which word ends the program? Where in the loop do you check for it: before or after you send the line?",
        story="q was typed, and {file} did not end.",
    ),
    Misconception(
        "finds_q_in_other_words",
        _ended_by_a_word_with_q,
        "Is the whole line q? Or does it only contain a q, begin with one, or look like one?",
        story="{typed} was typed, and the program ended.",
    ),
    Misconception(
        "server_gone_unnoticed",
        _lost_its_server,
        "What does recv() return or raise when the server is gone? What should the client do then?",
        story="The server is gone, but {file} has not ended.",
    ),
    Misconception(
        "uses_a_closed_socket",
        raised("Bad file descriptor"),
        "A closed socket cannot be used any more. Which socket did you close? Was its work done?",
    ),
    Misconception(
        "left_before_the_reply",
        lambda seen: wants(seen, Want.SCREEN) and bool(seen.left_before_the_reply) and not seen.exception,
        "A reply arrives some time after the message. Which call waits for it?",
        story="{file} had already {left} when the server replied.",
    ),
    Misconception(
        "reply_not_received",
        lambda seen: wants(seen, Want.SCREEN, Want.RECEIVING) and seen.unread_or_thrown_back,
        "Which call receives the reply? Does the program reach that call? Does it receive all of the reply?",
        story="The reply has arrived, but {file} has not received all of it.",
    ),
    Misconception(
        "waits_for_the_end_of_the_reply",
        lambda seen: seen.protocol == "tcp" and wants(seen, Want.SCREEN) and waits_for_a_socket(seen)
        and seen.peer_is_connected and bool(seen.sent_since_typed) and not seen.ended_stream,
        "The server keeps the connection open. How does your client know that a reply is complete?",
        story="{file} has received the reply and waits for more.",
    ),
    Misconception(
        "reply_not_shown",
        lambda seen: wants(seen, Want.SCREEN) and not seen.exception and not seen.runs_wild,
        "Which call receives the reply? Do you print the value that it returns?",
        story="The server sent this text as its reply.",
        calls=("recv", "recvfrom"),
    ),
    Misconception(
        "nothing_asked",
        lambda seen: wants(seen, Want.PROMPT),
        "How does the user know that it is time to type? Is that text on the screen before the program waits?",
        calls=("input",),
    ),
    Misconception(
        "socket_for_each_message",
        lambda seen: wants(seen, Want.ONE_CONNECTION, Want.ONE_SOCKET),
        "Which steps happen once in each run, and which once for each message?",
    ),
    Misconception(
        "leaves_without_a_word",
        lambda seen: seen.status == 0 and not seen.has_sent and seen.typed is None
        and wants(seen, Want.MESSAGE, Want.KEYBOARD),
        "Connecting sends no bytes of a message. Which call sends them? Does the program reach it?",
        story="{file} has sent nothing.",
    ),
    Misconception(
        "ends_too_early",
        lambda seen: wants(seen, Want.KEYBOARD, Want.MESSAGE) and seen.status == 0,
        "What takes the program back to the next line of input? Which input should end it?",
        story="{line} was typed, and the program ended.",
    ),
    Misconception(
        "nothing_arrives",
        lambda seen: wants(seen, Want.MESSAGE) and not seen.lack.came and bool(typed(seen).strip())
        and not seen.sent_since_typed and seen.at_the_keyboard,
        "Does the program reach the call that sends? Which address does that call send to?",
        story="{line} was typed, but nothing arrived at {address} over {protocol}.",
    ),
    Misconception(
        "says_nothing",
        lambda seen: wants(seen, Want.MESSAGE) and not seen.lack.came and not seen.exception
        and waits_for_a_socket(seen),
        "Each side waits for the other. Does the program reach the call that sends? Where does that call send "
        "to, and how many bytes?",
    ),
    Misconception(
        "closes_before_everything_is_read",
        lambda seen: wants(seen, Want.ORDERLY_END) and seen.unread_or_thrown_back,
        "When a socket is closed while data in it is unread, the connection is reset. What has arrived, and "
        "which call reads it?",
    ),
)  # fmt: skip
