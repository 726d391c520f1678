"""What travels: text and bytes, encodings, whole messages and pieces."""

from grader.explain.evidence import Evidence
from grader.explain.misconception import Misconception, raised, typed, wants
from grader.failures import Want
from grader.lesson.service import SERVICE

SENDING = ("send", "sendall", "sendto")  # functions


def _is_other_bytes_of_the_text(seen: Evidence) -> bool:
    came, wanted = seen.lack.came, seen.lack.wanted
    differs = came not in wanted and not SERVICE.carries(came, wanted)  # a piece of it tells of no encoding
    return "UnicodeEncodeError" in seen.exception or (wants(seen, Want.MESSAGE) and differs and not wanted.isascii())


def _is_in_another_case(seen: Evidence) -> bool:
    came, wanted = seen.lack.came, seen.lack.wanted
    return wants(seen, Want.ANSWER) and came not in {b"", wanted} and came.upper() == wanted


def _is_unchanged(seen: Evidence) -> bool:
    return _is_in_another_case(seen) and seen.lack.came == seen.last_said


def _has_something_around_it(seen: Evidence) -> bool:
    came, wanted = seen.lack.came, seen.lack.wanted
    return wants(seen, Want.ANSWER) and len(came) > len(wanted) > 0 and wanted in came


def _is_a_piece(seen: Evidence) -> bool:
    came, wanted = seen.lack.came, seen.lack.wanted
    return wants(seen, Want.ANSWER) and b"" != came != wanted and wanted.startswith(came)


def _ends_with_the_newline(seen: Evidence) -> bool:
    came = seen.lack.came or seen.sent_since_typed
    line = b"" if seen.typed is None else typed(seen).encode()
    return not seen.is_server and came in {line + b"\n", line + b"\r\n"}


def _has_the_blanks_around_it(seen: Evidence) -> bool:
    came = seen.lack.came or seen.sent_since_typed
    has_blanks = seen.typed is not None and seen.typed != seen.typed.strip()
    return not seen.is_server and has_blanks and came.strip() == typed(seen).encode() != came


PRINTS_AT_THE_END_OF_STREAM = Misconception(
    "prints_at_the_end_of_stream",
    lambda seen: seen.runs_wild and bool(seen.ended_stream) and "write" in seen.spins_in,
    "Which call in that loop waits? Does it still wait after the other side has ended its stream? How can the "
    "loop notice that?",
    story="{ended} has ended its stream.",
)
CONTENTS = (
    Misconception(
        "text_for_bytes",
        raised("bytes-like object is required, not 'str'", "argument should be bytes", "can't concat str to bytes"),
        "A socket carries bytes, but this is text. Where does text become bytes? Which values are bytes "
        "already?",
    ),
    Misconception(
        "bytes_for_text",
        raised("'bytes' object has no attribute 'encode'", "'str' object has no attribute 'decode'", '"bytes") to str'),
        "Text can be encoded, and bytes can be decoded. Which of the two do you have here?",
    ),
    Misconception(
        "bytes_taken_for_text",
        raised("UnicodeDecodeError"),
        "Not all bytes are text. Must your program know what they mean before it can send them on?",
    ),
    Misconception(
        "other_encoding",
        _is_other_bytes_of_the_text,
        "The same text has different bytes in different encodings. Which encoding does the exercise name? Which "
        "encodings can write every character?",
        calls=("encode", "bytes"),
    ),
    Misconception(
        "writes_bytes_as_python_does",
        lambda seen: seen.lack.came.upper().startswith((b"B'", b'B"')),
        "Python prints bytes with a b and quotes around them. Where did your program turn the bytes into text?",
        calls=SENDING,
    ),
    Misconception(
        "sent_back_unchanged",
        _is_unchanged,
        "Which call turns small letters into capitals? It returns new bytes. Do you send those?",
        story="{peer} received its own bytes back, unchanged.",
        calls=SENDING,
    ),
    Misconception(
        "upper_case_gets_lost",
        _is_in_another_case,
        "The letters are right, but their case is wrong. Which call turns them into capitals? What do you do "
        "with its result?",
        calls=SENDING,
    ),
    Misconception(
        "adds_to_the_answer",
        _has_something_around_it,
        "The answer must be the bytes of the message and nothing else. Where do the other bytes come from?",
        calls=SENDING,
    ),
    Misconception(
        "takes_a_piece_for_the_whole",
        _is_a_piece,
        "One call may return only a part of the message. Which call gets the rest? Do you send all of it?",
    ),
    Misconception(
        "boundaries_lost",
        lambda seen: wants(seen, Want.DATAGRAMS) and seen.lack.came == seen.lack.wanted,
        "UDP keeps datagrams apart. How many datagrams does one call receive? How many do you send for it?",
    ),
    Misconception(
        "answers_go_astray",
        lambda seen: seen.is_server and wants(seen, Want.DATAGRAMS) and len(seen.lack.came) > len(seen.lack.wanted),
        "Every datagram carries its own sender. Whom do you answer, and how often?",
    ),
    Misconception(
        "newline_sent",
        _ends_with_the_newline,
        "The typed line has no newline, but the sent bytes have one. Which step adds it, or does not remove it?",
        story="{file} sent a newline after the typed text.",
        calls=SENDING,
    ),
    Misconception(
        "input_not_stripped",
        _has_the_blanks_around_it,
        "The blanks were sent as they were typed. Where should the program remove them?",
        calls=("input",),
    ),
)  # fmt: skip
