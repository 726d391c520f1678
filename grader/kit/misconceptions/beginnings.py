"""Programs that do not get as far as a conversation."""

from grader.failures import Want
from grader.kit.evidence import Evidence
from grader.kit.misconceptions.shape import Misconception, raised, waits_only_in, wants


def _has_done_nothing(seen: Evidence) -> bool:
    waits_for_its_first_step = wants(seen, Want.LISTENING, Want.CONNECTION, Want.MESSAGE, Want.KEYBOARD, Want.PROMPT)
    return waits_for_its_first_step and seen.status == 0 and not seen.printed and seen.has_met_nobody


def _goes_the_other_way(seen: Evidence) -> bool:
    if seen.is_server:
        return "ConnectionRefusedError" in seen.exception
    return "Address already in use" in seen.exception or (seen.protocol == "tcp" and bool(seen.listeners))


def _is_bound_elsewhere(seen: Evidence) -> bool:
    elsewhere = any(listener != seen.address for listener in seen.listeners)
    return wants(seen, Want.LISTENING) and elsewhere


def _does_not_listen(seen: Evidence) -> bool:
    return seen.is_server and wants(seen, Want.LISTENING) and seen.has_met_nobody and not seen.listeners


BEGINNINGS = (
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
        story="{file} has come to the last line of the stub, which still stands in it.",
    ),
    Misconception(
        "never_begins",
        _has_done_nothing,
        "Who calls your function? If a condition at the end of the file does: what exactly does it compare?",
        story="{file} was read to its end, and did nothing at all.",
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
        or (seen.protocol == "udp" and not seen.is_server and "BrokenPipeError" in seen.exception),
        "TCP and UDP are two kinds of sockets, each with ports and steps of its own. Which kind does your "
        "program make?",
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
    ),
    Misconception(
        "other_address",
        _is_bound_elsewhere,
        "An address is a host and a port, and the exercise names both. Compare yours with it, number by number.",
    ),
    Misconception(
        "nobody_at_that_address",
        lambda seen: not seen.is_server and "ConnectionRefusedError" in seen.exception
        and wants(seen, Want.CONNECTION, Want.MESSAGE),
        "Somebody is there at the address that the exercise names. Where did your client go, and over which protocol?",
    ),
    Misconception(
        "never_bound",
        lambda seen: _does_not_listen(seen) and seen.protocol == "udp" and waits_only_in(seen, "recv"),
        "Whoever sends a datagram needs an address to send it to. Which call gives one to your socket?",
        story="{file} waits at a socket that has no address of its own.",
    ),
    Misconception(
        "never_listens",
        lambda seen: _does_not_listen(seen)
        and (waits_only_in(seen, "accept") or "Invalid argument" in seen.exception),
        "A socket that is bound has an address. Which call makes it take clients there?",
    ),
)  # fmt: skip
