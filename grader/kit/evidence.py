"""What can be known about a program at the moment at which a check has failed, gathered before it is disturbed."""

import re

import msgspec

from grader.failures import Lack
from grader.kit.endings import Ending
from grader.kit.trial import Trial
from grader.sandbox import Address

_TRACEBACK = "Traceback (most recent call last):"
_EXCEPTION = re.compile(
    r"^(?:\w+\.)*\w*(?:[Ee]rror|Exception|Interrupt|Exit|Warning|Group)(?::.*)?$", re.MULTILINE
)  # source: traceback.TracebackException.format_exception_only; gaierror and herror begin with a small letter
_STUB = re.compile(r"^\S+ is still a stub: .*$", re.MULTILINE)  # the last words of every stub in exercises/
_NOT_COMPILED = re.compile(r' *File "[^"]*", line \d+$', re.MULTILINE)


class Evidence(msgspec.Struct, frozen=True):
    """The facts that a misconception shows by. "The peer" is the one that lacks something."""

    file: str
    protocol: str
    address: Address  # where a server is to be
    lack: Lack
    ending: Ending | None  # why the latest wait was in vain; None where something wrong was seen instead
    status: int | None  # None while the program runs
    calls: frozenset[str]  # the kernel's calls that its threads are blocked in
    call_of_main: str  # of the only process's main thread; empty where it is not known
    calls_of_others: frozenset[str]  # of its other threads
    asleep: bool
    at_the_keyboard: bool
    main_is_at_the_keyboard: bool
    complaint: str  # the latest traceback
    exception: str  # its last line
    printed: bool
    words_of_the_stub: str  # with which it has ended; empty: it has not
    has_done_something: bool  # it has met somebody, read from the keyboard, or printed more than those words
    typed: str | None  # the latest line; None where nothing was typed
    sent_since_typed: bytes  # what the grader's server has heard since
    departed: tuple[str, str]  # the peer that left last, and how
    departed_in_silence: bool  # it had said nothing before
    broke_off: str  # the peer that last reset its connection or was killed, and which of these; empty: none
    has_met_nobody: bool  # there has been neither a connection nor a datagram's sender
    served: int  # how many messages of the peer have been answered
    listeners: tuple[Address, ...]
    listens_over_another_protocol: bool
    peer_is_connected: bool  # and in the program's hands: accepted, not closed
    unread_or_thrown_back: bool  # something that was sent to the program lies unread, or was when it closed
    ended_stream: str  # a peer whose connection the program holds although its stream has ended; empty: none
    holds_broken_connections: bool  # the program holds sockets that the kernel has given up

    @property
    def is_server(self) -> bool:
        """Whether it is one."""
        return self.file.startswith("server")

    @property
    def departed_by_breaking_off(self) -> bool:
        """Whether the peer that left last did so in no orderly way."""
        return bool(self.broke_off) and self.broke_off.startswith(f"{self.departed[0]} ")

    @property
    def ended(self) -> bool:
        """Whether the program has."""
        return self.status is not None

    @property
    def runs_wild(self) -> bool:
        """Whether it uses the processor without getting anywhere."""
        return self.ending is Ending.SPINNING


def _complaint(text: str) -> str:
    """Return the latest traceback; what Python says of a file that it cannot compile has no heading of its own."""
    _, heading, after = text.rpartition(_TRACEBACK)
    return after if heading or _NOT_COMPILED.match(after) else ""


def gather(trial: Trial, lack: Lack) -> Evidence:
    """Look at everything that tells why ``lack`` came about. The program is not disturbed."""
    if trial.proof is None:  # the check saw something wrong, it did not wait in vain: see where the program goes
        trial.settle()
    running, exercise, peers = trial.running, trial.exercise, trial.peers
    ended = running.has_ended()
    if ended:
        trial.catch_up_with_the_screen()
    look = running.look()
    one_process = len({thread.pid for thread in look.threads}) == 1
    main = next((thread for thread in look.threads if thread.tid == thread.pid), None) if one_process else None
    others = [thread for thread in look.threads if thread != main] if main is not None else []
    text = trial.screen.text()
    last_words = _STUB.search(text) if ended else None
    stub = last_words.group() if last_words else ""
    complaint = _complaint(text)
    exceptions = _EXCEPTION.findall(complaint)
    held = running.connections()
    peer = peers.addresses.get(lack.to, peers.latest_address)
    names = {address: name for name, address in peers.addresses.items()}
    departed = next(reversed(peers.departed.items()), ("", ""))
    return Evidence(
        file=trial.file,
        protocol=exercise.protocol,
        address=exercise.address,
        lack=lack,
        ending=trial.proof.ending if trial.proof else None,
        status=running.status() if ended else None,
        calls=frozenset(thread.wait.call for thread in look.threads if thread.wait is not None),
        call_of_main=main.wait.call if main is not None and main.wait is not None else "",
        calls_of_others=frozenset(other.wait.call for other in others if other.wait is not None),
        asleep=look.asleep,
        at_the_keyboard=look.at_the_keyboard,
        main_is_at_the_keyboard=main is not None and running.terminal.is_watched_by(main),
        complaint=complaint,
        exception=exceptions[-1] if exceptions else "",
        printed=trial.screen.printed > 0,
        words_of_the_stub=stub,
        has_done_something=bool(peers.addresses) or peers.typed is not None or text.strip() != stub,
        typed=peers.typed,
        sent_since_typed=bytes(peers.sent_since_typed),
        departed=departed,
        departed_in_silence=bool(departed[0]) and departed[0] not in peers.speakers,
        broke_off=peers.broke_off,
        has_met_nobody=not peers.addresses,
        served=peers.served[lack.to],
        listeners=running.listeners(exercise.protocol),
        listens_over_another_protocol=bool(running.listeners("udp" if exercise.protocol == "tcp" else "tcp")),
        peer_is_connected=any(one.remote == peer for one in held),
        unread_or_thrown_back=peers.has_been_thrown_back or any(one.remote == peer and one.unread for one in held),
        ended_stream=next((names[one.remote] for one in held if one.at_its_end and one.remote in names), ""),
        holds_broken_connections=running.holds_broken_connections(),
    )
