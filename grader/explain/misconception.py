"""What a misconception is, and the words in which the tables beside this room say how one shows."""

from collections.abc import Callable

import msgspec

from grader.engine.peers import Left
from grader.events import Act
from grader.explain.evidence import RECEIVING, Evidence
from grader.failures import Want
from grader.text import Text, Value, say, with_values

_PAST = {
    Act.LEAVES: say("left"),
    Act.LEAVES_TOO: say("left too"),
    Act.RESETS: say("reset the connection"),
    Act.IS_KILLED: say("was killed"),
}
_BREAKS = {
    Act.RESETS: say("{peer} reset its connection"),
    Act.IS_KILLED: say("{peer} was killed"),
}
_LEFT = {
    Left.ENDED: say("ended"),
    Left.CLOSED: say("closed its connection"),
}
_SOCKET_WAITS = {*RECEIVING, "poll", "epoll", "select"}


class Misconception(msgspec.Struct, frozen=True):
    """One of them: its name, how it shows, what to think about.

    ``story`` goes before the diagnosis. It may name the {file}, the {peer} that lacks something, who has {departed} and
    {how}, who {broke_off}, whose stream has {ended}, what was {typed} (or the {line}: Enter alone, where that is empty;
    where nothing was typed, there is no story), the exercise's {address} and {protocol}, the {other} protocol, and how
    the program had {left}, and how many of the peer's messages it has {served}.
    """

    name: str
    shows: Callable[[Evidence], bool]
    hint: str
    story: str = ""
    calls: tuple[str, ...] = ()  # functions: where the program calls one of them once, the mistake is on that line

    def told(self, seen: Evidence) -> Text:
        """Return the story of this case, or nothing."""
        if seen.typed is None and ("{typed}" in self.story or "{line}" in self.story):
            return Text("")
        departed, how = seen.departed
        lacks_something = seen.lack.to if seen.lack.to != "screen" else departed
        values: dict[str, Value] = {
            "file": seen.file,
            "peer": lacks_something,
            "departed": departed,
            "ended": seen.ended_stream,
            "served": seen.served,
            "typed": repr(seen.typed),
            "line": repr(seen.typed) if seen.typed else say("Enter alone"),
            "address": f"{seen.address[0]}:{seen.address[1]}",
            "protocol": seen.protocol.upper(),
            "other": "UDP" if seen.protocol == "tcp" else "TCP",
            "how": _PAST[how] if how is not None else "",
            "broke_off": _BREAKS[seen.broke_off[1]].having(peer=seen.broke_off[0]) if seen.broke_off else "",
            "left": _LEFT[seen.left_before_the_reply] if seen.left_before_the_reply else "",
        }
        return with_values(self.story, values)


def raised(*words: str) -> Callable[[Evidence], bool]:
    """Show by the last line of a traceback."""
    return lambda seen: any(word in seen.exception for word in words)


def wants(seen: Evidence, *candidates: Want) -> bool:
    """Tell whether the check lacks one of these."""
    return seen.lack.want in candidates


def typed(seen: Evidence) -> str:
    """Return what was typed last, without its blanks; something that is never typed where nothing was."""
    return "\n" if seen.typed is None else seen.typed.strip()


def waits_only_in(seen: Evidence, *calls: str) -> bool:
    """Tell whether all that the program does is to wait in one of these calls."""
    return len(seen.calls) == 1 and seen.calls <= set(calls)


def waits_for_a_socket(seen: Evidence) -> bool:
    """Tell whether the program, or a part of it, waits for something to receive."""
    return bool(seen.calls & _SOCKET_WAITS) and not seen.at_the_keyboard
