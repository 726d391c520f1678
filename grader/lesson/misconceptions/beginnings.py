"""Programs that do not get as far as a conversation."""

from grader.explain.evidence import RECEIVING, Evidence
from grader.explain.misconception import Misconception, raised, waits_only_in, wants
from grader.failures import Want


def _has_done_nothing(seen: Evidence) -> bool:
    waits_for_its_first_step = wants(seen, Want.LISTENING, Want.CONNECTION, Want.MESSAGE, Want.KEYBOARD, Want.PROMPT)
    is_quiet = not seen.printed and not seen.has_sent and seen.typed is None
    return waits_for_its_first_step and seen.status == 0 and is_quiet and seen.has_met_nobody


def _goes_the_other_way(seen: Evidence) -> bool:
    if seen.is_server:
        return "ConnectionRefusedError" in seen.exception
    return "Address already in use" in seen.exception or (seen.protocol == "tcp" and bool(seen.listeners))


def _is_bound_elsewhere(seen: Evidence) -> bool:
    elsewhere = any(listener != seen.address for listener in seen.listeners)
    return wants(seen, Want.LISTENING) and elsewhere


def _has_found_nobody(seen: Evidence) -> bool:
    first_step = wants(seen, Want.CONNECTION, Want.MESSAGE, Want.KEYBOARD, Want.PROMPT)
    return not seen.is_server and "ConnectionRefusedError" in seen.exception and first_step and seen.has_met_nobody


def _binds_too_late(seen: Evidence) -> bool:
    is_in_accept = ", in accept\n" in seen.complaint.text  # a frame of the library's own
    return _does_not_listen(seen) and "Invalid argument" in seen.exception and not is_in_accept


def _does_not_listen(seen: Evidence) -> bool:
    return seen.is_server and wants(seen, Want.LISTENING) and seen.has_met_nobody and not seen.listeners


BEGINNINGS = (
    Misconception(
        "not_saved_as_utf_8",
        raised("Non-UTF-8 code", "encoding problem", "unknown encoding", "null bytes", "(unicode error)"),
        "Python reads a source file as UTF-8. As what does your editor save it, and what does the file's first line "
        "say about that?",
    ),
    Misconception(
        "full_width_punctuation",
        raised("invalid character", "invalid non-printable character"),
        "This character only looks like the one that Python knows. Which keyboard or page does it come from?",
    ),
    Misconception(
        "does_not_compile",
        raised("SyntaxError", "IndentationError", "TabError"),
        "Python has not run a single line of it. Is a bracket, a quote, a colon or an indentation missing at the "
        "marked place, or just before it?",
    ),
    Misconception(
        "last_line_of_the_stub",
        lambda seen: bool(seen.words_of_the_stub),
        "The stub's last TODO is about its last line. Is the program done when it comes there, or does it come there "
        "too early?",
        story="{file} came to the last line of the stub, which is still in it.",
    ),
    Misconception(
        "never_begins",
        _has_done_nothing,
        "Which call in the program waits? Is it reached: is the function around it called, and is the condition before "
        "that call true?",
        story="{file} has printed nothing.",
    ),
    Misconception(
        "unknown_host",
        raised("gaierror"),
        "A host is a name that can be looked up, or four numbers with dots between them. Read yours letter by letter.",
    ),
    Misconception(
        "address_is_no_pair",
        raised("must be tuple", "exactly one argument (2 given)", "must be a pair"),
        "An address is one value made of two: a host and a port. How many values did the call get?",
    ),
    Misconception(
        "port_is_text",
        raised("'str' object cannot be interpreted as an integer", "an integer is required"),
        "A port is a number. What kind of value stands there?",
    ),
    Misconception(
        "asks_before_it_listens",
        lambda seen: seen.is_server and wants(seen, Want.LISTENING) and seen.at_the_keyboard,
        "Nobody types anything into a server here. Which call of the program waits for the keyboard?",
        story="{file} does not come to listen, because nobody types anything here.",
    ),
    Misconception(
        "asks_the_keyboard",
        lambda seen: seen.at_the_keyboard and len(seen.calls) == 1 and seen.typed is None
        and wants(seen, Want.END, Want.END_OF_STREAM, Want.MESSAGE, Want.ANSWER, Want.SCREEN),
        "Nobody sits at the keyboard of this program. What does it ask for, and could it do without?",
        story="Nobody types anything here.",
    ),
    Misconception(
        "roles_swapped",
        _goes_the_other_way,
        "One side waits at an address, the other one goes there. Which of them is this program, and which calls belong "
        "to that?",
    ),
    Misconception(
        "port_taken_by_itself",
        lambda seen: seen.is_server and "Address already in use" in seen.exception,
        "Nobody but your own program runs here. Which of its sockets has the port already?",
    ),
    Misconception(
        "other_protocol",
        lambda seen: (_does_not_listen(seen) and (seen.listens_over_another_protocol or raised("not supported")(seen)))
        or (seen.protocol == "udp" and not seen.is_server
            and ("BrokenPipeError" in seen.exception or seen.was_refused_over_tcp)),
        "TCP and UDP are two kinds of sockets, each with ports and steps of its own. Which kind does your "
        "program make?",
        story="{file} uses {other}, and the exercise is about {protocol}.",
        calls=("socket", "create_server", "create_connection"),
    ),
    Misconception(
        "nobody_at_that_address",
        _has_found_nobody,
        "Compare the host, the port and the protocol of your client with those of the exercise, one by one.",
        story="The connection was refused: nothing listens where {file} connects. "
        "The server is at {address}, over {protocol}.",
    ),
    Misconception(
        "steps_of_tcp_over_udp",
        lambda seen: seen.protocol == "udp" and raised("not supported", "not connected", "Destination addr")(seen),
        "UDP has no connections. Which calls are about connections, and what carries the address instead?",
    ),
    Misconception(
        "every_host",
        lambda seen: wants(seen, Want.LISTENING_THERE_ALONE),
        "An address is a host and a port, and the exercise names both. Who can reach a server that takes every host?",
        calls=("bind", "create_server"),
    ),
    Misconception(
        "other_address",
        _is_bound_elsewhere,
        "An address is a host and a port, and the exercise names both. Compare yours with it, number by number.",
        calls=("bind", "create_server"),
    ),
    Misconception(
        "never_bound",
        lambda seen: _does_not_listen(seen) and seen.protocol == "udp" and waits_only_in(seen, *RECEIVING),
        "A client needs an address to send its datagram to. Which call gives one to your socket?",
    ),
    Misconception(
        "bound_too_late",
        _binds_too_late,
        "A socket gets its address first. Which of your calls needs one, and which call gives it?",
        story="The socket cannot be given an address at this line any more.",
    ),
    Misconception(
        "never_listens",
        lambda seen: _does_not_listen(seen)
        and (waits_only_in(seen, "accept") or "Invalid argument" in seen.exception),
        "A socket that is bound has an address. Which call makes it take clients there?",
        story="{file} calls accept() on a socket that does not listen.",
    ),
)  # fmt: skip
