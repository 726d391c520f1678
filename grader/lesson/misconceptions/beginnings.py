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


def _speaks_the_other_protocol(seen: Evidence) -> bool:
    if seen.is_server:
        receives = raised("not connected")(seen) and "recv" in seen.complaint.text  # over UDP, that never raises this
        is_other = receives if seen.protocol == "udp" else raised("not supported")(seen)
        return _does_not_listen(seen) and (is_other or seen.listens_over_another_protocol)
    if seen.protocol == "udp":
        return "BrokenPipeError" in seen.exception or seen.was_refused_over_tcp
    return seen.listens_over_another_protocol and seen.has_met_nobody


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
        "Python reads a source file as UTF-8. In which encoding does your editor save it? Does the first line "
        "of the file name an encoding?",
    ),
    Misconception(
        "full_width_punctuation",
        raised("invalid character", "invalid non-printable character"),
        "This character only looks like the one that Python knows. Did you type it with another input method, "
        "or copy it from a page?",
    ),
    Misconception(
        "does_not_compile",
        raised("SyntaxError", "IndentationError", "TabError"),
        "Python has not run a single line of the file. Is a bracket, a quote, a colon or an indentation missing "
        "or wrong at the marked place, or just before it?",
    ),
    Misconception(
        "last_line_of_the_stub",
        lambda seen: bool(seen.words_of_the_stub),
        "The last TODO of the stub is about this line. Has the program done its work when it reaches the line, "
        "or does it get there too early?",
        story="{file} reached the last line of the stub, which is still in the file.",
    ),
    Misconception(
        "never_begins",
        _has_done_nothing,
        "Which call in your program waits? Does the program reach it? Perhaps a function is never called, a condition "
        "is false, or an except hides an error.",
        story="{file} has printed nothing.",
    ),
    Misconception(
        "unknown_host",
        raised("gaierror"),
        "A host is a name that can be looked up, or four numbers with dots between them. Read yours letter by "
        "letter.",
    ),
    Misconception(
        "address_is_no_pair",
        raised("must be tuple", "exactly one argument (2 given)", "must be a pair"),
        "An address is one value with two parts: a host and a port. How many values does the call get?",
    ),
    Misconception(
        "port_is_text",
        raised("'str' object cannot be interpreted as an integer", "an integer is required"),
        "A port is a number. Which type does yours have?",
    ),
    Misconception(
        "asks_before_it_listens",
        lambda seen: seen.is_server and wants(seen, Want.LISTENING) and seen.at_the_keyboard,
        "Nobody types anything into a server. Which call of your program waits for the keyboard?",
        story="{file} waits for input before it listens, and nobody types anything here.",
    ),
    Misconception(
        "asks_the_keyboard",
        lambda seen: seen.at_the_keyboard and len(seen.calls) == 1 and seen.typed is None
        and wants(seen, Want.END, Want.END_OF_STREAM, Want.MESSAGE, Want.ANSWER, Want.SCREEN),
        "What does the program ask the user for? Can it work without an answer?",
        story="Nobody types anything here.",
    ),
    Misconception(
        "roles_swapped",
        _goes_the_other_way,
        "A server waits at an address, and a client goes to that address. Which of the two is this program? "
        "Which calls does it need?",
    ),
    Misconception(
        "port_taken_by_itself",
        lambda seen: seen.is_server and "Address already in use" in seen.exception,
        "Only your own program runs here. Which of its sockets already has this port?",
    ),
    Misconception(
        "other_protocol",
        _speaks_the_other_protocol,
        "TCP and UDP use different kinds of sockets. Which kind does your program create?",
        story="{file} uses {other}, but the exercise needs {protocol}.",
        calls=("socket", "create_server", "create_connection"),
    ),
    Misconception(
        "nobody_at_that_address",
        _has_found_nobody,
        "Compare the host, the port and the protocol of your client with those in the exercise, one by one.",
        story="The connection was refused: nothing listens at the address that {file} connects to. The server is at "
        "{address}, over {protocol}.",
    ),
    Misconception(
        "steps_of_tcp_over_udp",
        lambda seen: seen.protocol == "udp" and raised("not supported", "not connected", "Destination addr")(seen),
        "UDP has no connections. Which of your calls are about connections? Which calls take an address "
        "instead?",
    ),
    Misconception(
        "every_host",
        lambda seen: wants(seen, Want.LISTENING_THERE_ALONE),
        "An address is a host and a port, and the exercise names one address. Compare it with every address "
        "that your server listens on.",
        calls=("bind", "create_server"),
    ),
    Misconception(
        "other_address",
        _is_bound_elsewhere,
        "An address is a host and a port, and the exercise names both. Compare yours with them, number by "
        "number.",
        calls=("bind", "create_server"),
    ),
    Misconception(
        "never_bound",
        lambda seen: _does_not_listen(seen) and seen.protocol == "udp" and waits_only_in(seen, *RECEIVING),
        "A client needs an address to send its datagrams to. Which call gives your socket an address?",
    ),
    Misconception(
        "bound_too_late",
        _binds_too_late,
        "A socket must get its address first. Which of your calls needs the address, and which call sets it?",
        story="The socket can no longer get an address at this line.",
    ),
    Misconception(
        "never_listens",
        lambda seen: _does_not_listen(seen)
        and (waits_only_in(seen, "accept") or "Invalid argument" in seen.exception),
        "A bound socket only has an address. Which call makes it ready for clients?",
        story="{file} calls accept() on a socket that does not listen.",
    ),
)  # fmt: skip
