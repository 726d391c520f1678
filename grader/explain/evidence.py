"""What can be known about a program at the moment at which a check has failed, gathered before it is disturbed."""

import re
import sys
from typing import get_args

import msgspec

from grader.course import Protocol, Role
from grader.engine.complaint import Complaint, complaint
from grader.engine.endings import Ending
from grader.engine.peers import Left
from grader.engine.run import Run
from grader.events import Act
from grader.failures import Lack
from grader.sandbox import AWAKE, Address, Look

RECEIVING = frozenset({"recv", "recvfrom", "recvmsg"})
_STUB = re.compile(r"^\S+ is still a stub: .*$", re.MULTILINE)  # the last words of every stub in exercises/
_TEXTS = re.compile(r'"""[\s\S]*?"""')  # the docstring that is the stub's specification
_OF_A_STUB = ("#", "import ", "from ", "sys.exit(")
_LOOKS = 20
_LONGEST_SOURCE = 1 << 20  # characters


class Evidence(msgspec.Struct, frozen=True):
    """The facts that a misconception shows by. "The peer" is the one that lacks something."""

    exercise: str  # the folder of the program
    file: str  # what the run is called: the program's file, with a number where several run at once
    role: Role  # of the program, as the catalogue says
    protocol: str  # the first that it speaks; empty: none
    address: Address  # where a server is to be, over that protocol
    lack: Lack  # what the check wanted, and what came instead
    ending: Ending | None  # why the latest wait was in vain; None where something wrong was seen instead
    status: int | None  # None while the program runs
    calls: frozenset[str]  # the kernel's calls that its threads are blocked in
    call_of_main: str  # of the only process's main thread; empty where it is not known
    calls_of_others: frozenset[str]  # of its other threads
    asleep: bool  # every thread of it is blocked
    stopped: bool  # by a signal that was not the grader's
    at_the_keyboard: bool  # a thread of it waits for a line
    main_is_at_the_keyboard: bool  # that is its main thread
    by_the_clock: bool  # neither calls nor queues are seen
    waits_without_address: bool  # in a call on a socket that has no address
    spins_in: frozenset[str]  # the calls that it was seen to make while it spins
    spins_on_an_ended_stream: bool  # one of them is about a connection whose stream has ended
    complaint: Complaint  # what Python said last
    shadowed: str  # the file beside the program that is imported in a standard module's place; empty: none
    printed: bool  # anything at all
    words_of_the_stub: str  # with which it has ended; empty: it has not
    is_untouched: bool  # the file holds nothing but what a stub holds
    has_sent: bool  # anything to anybody
    last_said: bytes | None  # to the program, over a socket
    left_before_the_reply: Left | None  # how it had left when it was replied to; None: it had not
    typed: str | None  # the latest line; None where nothing was typed
    sent_since_typed: bytes  # what the grader's server has heard since
    departed: tuple[str, Act | None]  # the peer that left last, and how; empty: none has
    departed_in_silence: bool  # it had said nothing before
    broke_off: tuple[str, Act] | None  # the peer that last reset its connection or was killed, and which of these
    has_met_nobody: bool  # there has been neither a connection nor a datagram's sender
    served: int  # how many messages of the peer have been answered
    listeners: tuple[Address, ...]  # where it listens over the protocols of its addresses
    listens_over_another_protocol: bool  # than those of its addresses
    was_refused_over_tcp: bool  # a connection of its own was
    peer_is_connected: bool  # and in the program's hands: accepted, not closed
    unread_or_thrown_back: bool  # something that was sent to the program lies unread, or was when it closed
    ended_stream: str  # the first peer whose connection the program holds although its stream has ended; empty: none
    peer_is_another_listeners: bool  # the peer connected to a listening socket that is there no more
    holds_broken_connections: bool  # the program holds sockets that the kernel has given up

    @property
    def is_server(self) -> bool:
        """Whether it is one."""
        return self.role == "server"

    @property
    def exception(self) -> str:
        """The last line of its traceback; empty: there is none."""
        return self.complaint.exception

    @property
    def listens_there(self) -> bool:
        """Whether it listens where clients look for it."""
        return self.address in self.listeners

    @property
    def was_received(self) -> bool:
        """Whether a receiving call is known to have returned what was said to it last."""
        return self.lack.taken and not self.by_the_clock

    @property
    def departed_by_breaking_off(self) -> bool:
        """Whether the peer that left last did so in no orderly way."""
        return self.broke_off is not None and self.broke_off[0] == self.departed[0]

    @property
    def ended(self) -> bool:
        """Whether the program has."""
        return self.status is not None

    @property
    def runs_wild(self) -> bool:
        """Whether it uses the processor without getting anywhere."""
        return self.ending is Ending.SPINNING


def _is_untouched(source: str) -> bool:
    """Tell whether a file holds nothing but what a stub holds: its docstring, comments, imports, its last line."""
    lines = (line.strip() for line in _TEXTS.sub("", source[:_LONGEST_SOURCE]).splitlines())
    return all(line.startswith(_OF_A_STUB) for line in lines if line)


def _shadowed(run: Run, found: Complaint) -> str:
    """Return the file beside the program that has a standard module's name and is named in the complaint."""
    for path in sorted(run.path.parent.glob("*.py")):
        module = path.stem
        is_named = f'/{path.name}", line' in found.text or f"'{module}'" in found.exception
        if path.name != run.file and module in sys.stdlib_module_names and is_named:
            return path.name
    return ""


def _look(run: Run) -> Look:
    """Look at a program that may wake up now and then, until it is seen asleep or has been looked at often enough."""
    look = AWAKE
    for _ in range(_LOOKS):
        look = run.running.look()
        if look.asleep:
            break
    return look


def gather(run: Run, lack: Lack) -> Evidence:
    """Look at everything that tells why ``lack`` came about. The program is not disturbed."""
    if run.proof is None:  # the check saw something wrong, it did not wait in vain: see where the program goes
        run.settle()
    running, program, peers = run.running, run.world.program, run.peers
    ended = running.has_ended()
    if ended:
        run.catch_up_with_the_screen()
    spins = run.proof is not None and run.proof.ending is Ending.SPINNING
    look = AWAKE if spins else _look(run)  # whether a program that spins is just in a call, is chance
    one_process = len({thread.pid for thread in look.threads}) == 1
    main = next((thread for thread in look.threads if thread.tid == thread.pid), None) if one_process else None
    others = [thread for thread in look.threads if thread != main] if main is not None else []
    text = run.screen.text()
    last_words = _STUB.search(text) if ended else None
    stub = last_words.group() if last_words else ""
    said = complaint(text, run.file)
    calls = running.calls(look)
    slept = run.proof is not None and run.proof.ending is Ending.SLEEPING  # what starts too much, the grader stops
    held = running.connections()
    peer = peers.addresses.get(lack.to, peers.latest_address)
    ended_streams = {one.remote for one in held if one.at_its_end}
    spun = run.calls_while_it_spins() if spins else frozenset()
    departed = next(reversed(peers.departed.items()), ("", None))
    return Evidence(
        exercise=run.path.parent.name,
        file=run.name,
        role=program.role,
        protocol=program.protocols[0] if program.protocols else "",
        address=program.addresses[0].place if program.addresses else ("", 0),
        lack=lack,
        ending=run.proof.ending if run.proof else None,
        status=running.status() if ended else None,
        calls=frozenset(thread.wait.call for thread in look.threads if thread.wait is not None),
        call_of_main=main.wait.call if main is not None and main.wait is not None else "",
        calls_of_others=frozenset(other.wait.call for other in others if other.wait is not None),
        asleep=look.asleep,
        stopped=slept and not ended and running.is_stopped(),
        at_the_keyboard=look.at_the_keyboard and running.shows_what_is_read,
        main_is_at_the_keyboard=main is not None and running.terminal.is_watched_by(main),
        by_the_clock=not running.shows_what_is_read,
        waits_without_address=any(call.without_address and call.name in RECEIVING for call in calls),
        spins_in=frozenset(call.name for call in spun),
        # A program that prints is in write() nearly all the time: what else it calls would be seen by chance.
        spins_on_an_ended_stream=all(call.name != "write" for call in spun)
        and any(not ended_streams.isdisjoint(call.remotes) for call in spun),
        complaint=said,
        shadowed=_shadowed(run, said),
        printed=run.screen.printed > 0,
        words_of_the_stub=stub,
        is_untouched=_is_untouched(run.path.read_text(encoding="utf-8", errors="replace")),
        has_sent=peers.has_heard,
        last_said=peers.last_said,
        left_before_the_reply=peers.left_before_the_reply,
        typed=peers.typed,
        sent_since_typed=bytes(peers.sent_since_typed),
        departed=departed,
        departed_in_silence=bool(departed[0]) and departed[0] not in peers.speakers,
        broke_off=peers.broke_off,
        has_met_nobody=not peers.addresses,
        served=peers.served[lack.to],
        listeners=tuple(place for protocol in program.protocols for place in running.listeners(protocol)),
        listens_over_another_protocol=any(
            running.listeners(protocol) for protocol in get_args(Protocol) if protocol not in program.protocols
        ),
        was_refused_over_tcp=running.was_refused_over_tcp(),
        peer_is_connected=any(one.remote == peer for one in held),
        unread_or_thrown_back=peers.has_been_thrown_back
        or any(one.remote == peer and one.unread for one in held)
        or ("udp" in program.protocols and not ended and running.has_unread_datagrams()),
        ended_stream=next((name for name, address in peers.addresses.items() if address in ended_streams), ""),
        peer_is_another_listeners=bool(peers.sockets_before)
        and peers.sockets_before.isdisjoint(running.sockets_held()),
        holds_broken_connections=running.holds_broken_connections(),
    )
