"""How a wait can be in vain, and how a program can end."""

import signal
from enum import StrEnum

import msgspec

from grader.text import Text, say

_SIGNALLED = 128


class Ending(StrEnum):
    """Why something that a check waits for will never come true."""

    ENDED = "ended"  # the program has ended
    STUCK = "stuck"  # all of it waits, for ever, and nothing is on its way to it
    SPINNING = "spinning"  # it uses CPU time without getting anywhere
    SLEEPING = "sleeping"  # it sleeps on and on; the only verdict by the clock
    CROWDING = "crowding"  # it has more processes than it may
    HOARDING = "hoarding"  # they have taken more memory together than they may


TOO_MANY = frozenset({Ending.CROWDING, Ending.HOARDING})


class Limit(StrEnum):
    """Which limit of sleep ended a wait."""

    WAIT = "wait"  # of one wait
    CHECK = "check"  # of one check
    PROGRAM = "program"  # of a program, in all its checks; or one of its checks has failed by sleeping
    GRADING = "grading"  # of a whole grading


class Proof(msgspec.Struct, frozen=True):
    """That a wait is in vain: why, and what the program used during it, in seconds asleep and of CPU time.

    ``limit``: which limit of sleep it was, where the program sleeps.
    """

    ending: Ending
    slept: float
    cpu_used: float
    limit: Limit | None = None


def in_words(status: int) -> Text:
    """Tell an exit status; 128 + N is a shell's way to say that signal N ended the program."""
    if _SIGNALLED < status < _SIGNALLED + signal.NSIG:
        return say("by signal {signal}", signal=status - _SIGNALLED)
    return say("with exit status {status}", status=status)
