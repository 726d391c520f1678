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
        "What does recv() return when the other side has ended its stream, and how often can it return that? How does "
        "the loop find out?",
        story="{ended} ended its stream; since then recv() returns b'' at once, every time.",
    ),
    PRINTS_AT_THE_END_OF_STREAM,
    Misconception(
        "waits_before_it_has_asked",
        lambda seen: wants(seen, Want.KEYBOARD, Want.PROMPT, Want.MESSAGE) and seen.typed is None and not seen.has_sent
        and waits_for_a_socket(seen),
        "The server speaks only when it is spoken to. What is to happen before the first call that receives?",
        story="{file} has sent nothing yet.",
    ),
    Misconception(
        "empty_message_sent",
        _has_sent_nothing,
        "How many bytes does an empty message put on the wire? What is the server to answer to that?",
        story="Nothing was sent for the empty line, so no reply comes.",
    ),
    Misconception(
        "empty_datagram_not_sent",
        lambda seen: seen.protocol == "udp" and typed(seen) == "" and not seen.sent_since_typed
        and wants(seen, Want.MESSAGE) and waits_for_a_socket(seen),
        "Does the sending call, or a library around it, leave out what is empty? Look it up.",
        story="Enter alone was typed, and no datagram was sent, so no reply comes.",
    ),
    Misconception(
        "empty_line_is_skipped",
        lambda seen: seen.protocol == "udp" and typed(seen) == "" and seen.at_the_keyboard
        and wants(seen, Want.MESSAGE),
        "A datagram exists even when it carries no bytes. What does that change for an empty line?",
        story="Enter alone was typed, and {file} sent no datagram for it.",
    ),
    Misconception(
        "empty_line_ends_it",
        lambda seen: typed(seen) == "" and seen.status == 0,
        "Which input is to end the program, and is an empty line among it?",
        story="An empty line ended the program.",
    ),
    Misconception(
        "word_for_the_end_over_udp",
        lambda seen: seen.protocol == "udp" and typed(seen) == "q" and (seen.ended or seen.at_the_keyboard)
        and not seen.exception,
        "Is there a word that this client is to treat in a special way?",
    ),
    Misconception(
        "thread_left_behind",
        lambda seen: wants(seen, Want.END) and seen.call_of_main == "lock" and bool(seen.calls_of_others),
        "A program goes on until the last of its threads has come to its end. What does that one wait for, and how "
        "does it find out that it is over?",
    ),
    Misconception(
        "looks_before_stripping",
        lambda seen: seen.protocol == "tcp" and typed(seen) == "q" and seen.typed != "q" and not seen.ended,
        "What is compared with q: the line as it was typed, or the line without its blanks?",
    ),
    Misconception(
        "no_way_out",
        _goes_on_after_q,
        "Which word ends the program, and where in the loop is it looked for: before or after it is sent?",
        story="q was typed, and {file} did not end.",
    ),
    Misconception(
        "finds_q_in_other_words",
        _ended_by_a_word_with_q,
        "Is the whole line q, or does it only contain one, begin with one, or look like one?",
        story="{typed} was typed, and that ended the program.",
    ),
    Misconception(
        "server_gone_unnoticed",
        _lost_its_server,
        "What does recv() return, or raise, when the server has gone? What is left to do then?",
        story="The server is gone, and {file} goes on as if it were there.",
    ),
    Misconception(
        "uses_a_closed_socket",
        raised("Bad file descriptor"),
        "A socket that has been closed is gone for good. Which one was closed, and is it the one whose work is done?",
    ),
    Misconception(
        "left_before_the_reply",
        lambda seen: wants(seen, Want.SCREEN) and bool(seen.left_before_the_reply) and not seen.exception,
        "A reply comes some time after the message. Which call waits for it?",
        story="{file} had already {left} when the server replied.",
    ),
    Misconception(
        "reply_not_received",
        lambda seen: wants(seen, Want.SCREEN, Want.RECEIVING) and seen.unread_or_thrown_back,
        "The server has replied. Which call receives a reply, is it reached, and does it receive all of it?",
        story="The reply has arrived, and {file} has not received all of it.",
    ),
    Misconception(
        "waits_for_the_end_of_the_reply",
        lambda seen: seen.protocol == "tcp" and wants(seen, Want.SCREEN) and waits_for_a_socket(seen)
        and seen.peer_is_connected and bool(seen.sent_since_typed) and not seen.ended_stream,
        "The server keeps the connection open. How does your client find out that a reply is complete?",
        story="The reply was received, and {file} waits for more.",
    ),
    Misconception(
        "reply_not_shown",
        lambda seen: wants(seen, Want.SCREEN) and not seen.exception and not seen.runs_wild,
        "Which call receives the reply? It returns a value: is that printed?",
        story="The server replied, and {file} does not show it.",
    ),
    Misconception(
        "nothing_asked",
        lambda seen: wants(seen, Want.PROMPT),
        "How does a user find out that it is her turn? Is it on the screen before the program waits?",
        calls=("input",),
    ),
    Misconception(
        "socket_for_each_message",
        lambda seen: wants(seen, Want.ONE_CONNECTION, Want.ONE_SOCKET),
        "Which steps happen once for each run, and which once for each message?",
    ),
    Misconception(
        "leaves_without_a_word",
        lambda seen: seen.status == 0 and not seen.has_sent and seen.typed is None
        and wants(seen, Want.MESSAGE, Want.KEYBOARD),
        "Connecting sends no byte of a message. Which call sends, and is it reached?",
        story="{file} has sent nothing.",
    ),
    Misconception(
        "ends_too_early",
        lambda seen: wants(seen, Want.KEYBOARD, Want.MESSAGE) and seen.status == 0,
        "What leads back to the next line of input, and which input is to end the program?",
    ),
    Misconception(
        "says_nothing",
        lambda seen: wants(seen, Want.MESSAGE) and not seen.lack.came and not seen.exception
        and waits_for_a_socket(seen),
        "Each side waits for the other to speak. Is the sending call reached, where does it send to, and how many "
        "bytes does it get?",
    ),
    Misconception(
        "closes_before_everything_is_read",
        lambda seen: wants(seen, Want.ORDERLY_END) and seen.unread_or_thrown_back,
        "A socket that is closed while something lies unread in it breaks the connection off. What has come, and who "
        "has read it?",
    ),
)  # fmt: skip
