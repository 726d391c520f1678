"""Whose fault it is: three kinds of ending that are never mixed."""

from enum import StrEnum

import msgspec

from grader.text import Text


class Want(StrEnum):
    """What a check waits for. No other names are those of acts: where it does not come, a transcript ends with it."""

    LISTENING = "listening"
    LISTENING_THERE_ALONE = "listening_there_alone"
    CONNECTION = "connection"
    ONE_CONNECTION = "one_connection"
    ONE_SOCKET = "one_socket"
    ACCEPTING = "accepting"
    ANSWER = "answer"
    MESSAGE = "message"
    NOTHING = "nothing"
    RECEIVING = "receiving"
    DATAGRAMS = "datagrams"
    END_OF_STREAM = "end_of_stream"
    ORDERLY_END = "orderly_end"
    KEYBOARD = "keyboard"
    NO_KEYBOARD = "no_keyboard"
    SCREEN = "screen"
    LITTLE = "little"
    PROMPT = "prompt"
    END = "end"
    CLEAN_END = "clean_end"
    GOING_ON = "going_on"
    REST = "rest"
    CLOSED_SOCKETS = "closed_sockets"
    PROCESSES = "processes"
    NOBODY_LEFT = "nobody_left"
    BOUNDED_PROCESSES = "bounded_processes"
    BOUNDED_MEMORY = "bounded_memory"


class Lack(msgspec.Struct, frozen=True):
    """What was wanted and did not come: of the program, towards ``to``; and the bytes that came in its place."""

    want: Want  # what kind of thing was wanted
    to: str = ""  # the peer that lacks it; "screen"; empty: nobody in particular
    wanted: bytes = b""  # exactly that, where it was a thing of bytes
    came: bytes = b""  # in its place
    taken: bool = True  # whether the program has taken what was said to it


class CheckFailed(Exception):  # noqa: N818 - the word of the design; it is an outcome, not an error
    """The student's program does not do what the check asks. The message says what it did.

    ``alone``: the checks that come after this one can be judged all the same.
    """

    def __init__(self, message: Text, lack: Lack, *, alone: bool = False) -> None:
        """Say what the program did."""
        super().__init__(message)
        self.message = message
        self.lack = lack
        self.alone = alone


class GraderBroken(Exception):  # noqa: N818 - the counterpart of CheckFailed
    """The grader or the machine is at fault. Never scores, never counts against the student."""


class BadCall(Exception):  # noqa: N818 - what was called was wrong, not what was found
    """The command was called with something it cannot work on. One line, then exit status 2."""
