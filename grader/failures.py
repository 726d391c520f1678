"""Whose fault it is: three kinds of ending that are never mixed."""

from enum import StrEnum

import msgspec


class Want(StrEnum):
    """What a check waits for, in the words that a transcript ends with where it does not come."""

    LISTENING = "does not listen on"
    LISTENING_THERE_ALONE = "listens elsewhere too"
    CONNECTION = "does not connect"
    ONE_CONNECTION = "does not keep to one connection"
    ONE_SOCKET = "does not keep to one socket"
    ACCEPTING = "does not accept"
    ANSWER = "does not answer"
    MESSAGE = "sends nothing"
    NOTHING = "sends something all the same"
    RECEIVING = "does not receive the reply"
    DATAGRAMS = "sends other datagrams"
    END_OF_STREAM = "does not end the stream"
    ORDERLY_END = "breaks the connection off instead of ending the stream"
    KEYBOARD = "does not wait for the keyboard"
    NO_KEYBOARD = "waits for the keyboard"
    SCREEN = "does not show"
    LITTLE = "prints too much"
    PROMPT = "shows nothing before it waits"
    END = "does not end"
    CLEAN_END = "does not end cleanly"
    GOING_ON = "does not go on"
    REST = "does not rest"
    CLOSED_SOCKETS = "keeps sockets open"
    PROCESSES = "has another number of processes"
    NOBODY_LEFT = "leaves processes behind"
    BOUNDED_PROCESSES = "has too many processes"
    BOUNDED_MEMORY = "takes too much memory"


class Lack(msgspec.Struct, frozen=True):
    """What was wanted and did not come: of the program, towards ``to``; and the bytes that came in its place."""

    want: Want
    to: str = ""
    wanted: bytes = b""
    came: bytes = b""
    taken: bool = True  # whether the program has taken what was said to it


class CheckFailed(Exception):  # noqa: N818 - the word of the design; it is an outcome, not an error
    """The student's program does not do what the check asks. The message says what it did.

    ``alone``: the checks that come after this one can be judged all the same.
    """

    def __init__(self, message: str, lack: Lack, *, alone: bool = False) -> None:
        """Say what the program did."""
        super().__init__(message)
        self.lack = lack
        self.alone = alone


class GraderBroken(Exception):  # noqa: N818 - the counterpart of CheckFailed
    """The grader or the machine is at fault. Never scores, never counts against the student."""


class BadCall(Exception):  # noqa: N818 - what was called was wrong, not what was found
    """The command was called with something it cannot work on. One line, then exit status 2."""
