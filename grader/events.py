"""What happens in the trial of a check, as a transcript tells it."""

from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from grader.text import Text


class Act(StrEnum):
    """What somebody does."""

    STARTS = "starts"
    LISTENS = "listens"
    CONNECTS = "connects"
    SENDS = "sends"
    SENDS_INSTEAD = "sends_instead"
    ENDS_THE_STREAM = "ends_the_stream"
    SHUTS_DOWN_SENDING = "shuts_down_sending"
    LEAVES = "leaves"
    LEAVES_TOO = "leaves_too"
    RESETS = "resets"
    IS_KILLED = "is_killed"
    STOPS_LISTENING = "stops_listening"
    WAITS_FOR_THE_KEYBOARD = "waits_for_the_keyboard"
    TYPES = "types"
    SHOWS = "shows"
    SHOWS_A_TRACEBACK = "shows_a_traceback"
    HAS_ENDED = "has_ended"
    LEFT_OUT = "left_out"  # nobody's: events that are not told


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of a transcript: something that ``who`` does, alone or towards ``to``.

    ``at`` is in seconds since the check began; where the same happened several times in a row, that of the first.
    ``kind`` says which act it is or, where ``wrong``, what the check wanted (``Want``); ``what`` says it in words.
    """

    at: float
    who: str  # "server.py", "client 1", "the server", "keyboard"; nobody where events have been left out
    what: str = ""
    data: str = ""  # bytes as Python writes them, a line on the screen; never with a control character
    to: str = ""  # whom it reaches, "screen" among them; empty where it concerns ``who`` alone
    times: int = 1
    wrong: bool = False  # what the check found wrong: at most one, and the last
    kind: str = ""
    more: int = 0  # events that this one stands for besides: those that are left out, or differ by their data alone
    data_text: Text | UnsetType = UNSET  # what ``data`` was made from, where words of ours are in it
