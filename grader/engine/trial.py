"""One check's trial of one program: its world, its runs, its peers, and the one function that waits."""

import select
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from grader.engine.end import End
from grader.engine.endings import TOO_MANY, Ending, Proof, in_words
from grader.engine.patience import Patience
from grader.engine.peers import Peers
from grader.engine.screen import Screen
from grader.engine.service import Service
from grader.engine.transcript import Transcript, shown
from grader.engine.watch import Watch
from grader.engine.words import Words
from grader.failures import CheckFailed, GraderBroken, Lack, Want
from grader.model import Exercise
from grader.sandbox import Address, Call, Look, Running, Sandbox

_SHORTEST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.001, 0.03, 1.5  # seconds between two looks
_PAUSE_AT_THE_START = 0.006  # seconds; no program has something to show before
_PATIENCE_WITH_THE_MACHINE = 300.0  # seconds; beyond that no program is to blame
_TRIES = 20  # to stop a program where it was seen
_SAMPLES = 60  # of a program that spins; of the calls in its loop, the rarest takes some 15 % of the time

T = TypeVar("T")


class Trial:
    """Everything that one check needs and that must be gone after it."""

    def __init__(
        self,
        sandbox: Sandbox,
        exercise: Exercise,
        folder: Path,
        file: str,
        *,
        patience: Patience,
        service: Service,
        seed: str,
    ) -> None:
        """Enter a fresh world, in which ``folder/file`` can be started."""
        self.patience = patience
        self.service = service
        self.exercise = exercise
        self.file = file
        self.path = folder / file
        self.transcript = Transcript()
        self.words = Words(seed, service)
        self.screen = Screen(self.transcript, file, patience.limits.output_kib * 1024)
        self.programs_started = 0
        self.proof: Proof | None = None  # of the latest wait, where it was in vain
        self.peers = Peers()
        self.watch = Watch(patience)
        self._sandbox = sandbox
        self._ports = frozenset({exercise.port})
        self.connections: list[tuple[Address, Address]] = []  # the ends of all that there have been
        self._listeners: list[End] = []
        self._ends: list[End] = []
        self._running: Running | None = None
        patience.begin()
        self._first_pause = _SHORTEST_PAUSE  # of the next wait
        self._is_stirred = True  # whether something has reached the program since it was last seen to settle
        sandbox.enter_fresh_world(self._ports)

    @property
    def seen(self) -> Look:
        """The latest look at the program, in the present wait."""
        return self.watch.seen

    @property
    def running(self) -> Running:
        """The present run of the program. It is an error of the grader to ask before there is one."""
        if self._running is None:
            msg = f"{self.file} has not been started"
            raise GraderBroken(msg)
        return self._running

    def start(self) -> None:
        """Start the program; a run before this one is ended."""
        if self._running is not None:
            self._running.kill()
        self.screen.begin()
        self.patience.grant()
        self.programs_started += 1
        self._first_pause = _PAUSE_AT_THE_START
        self.peers.begin()
        self._running = self._sandbox.start(self.path.parent, self.file, self._ports)
        self.transcript.note(self.file, "starts")
        self.stir()

    def add(self, end: End) -> None:
        """Pump ``end`` from now on."""
        self._ends.append(end)

    def add_listener(self, end: End) -> None:
        """Pump ``end``, at which connections arrive, from now on."""
        self._listeners.append(end)

    def close(self) -> None:
        """End the program and every end."""
        if self._running is not None:
            self._running.kill()
        for end in (*self._listeners, *self._ends):
            end.close()
        self._sandbox.leave_world(self.connections)

    def wait_until(self, goal: Callable[[], T | None], otherwise: Callable[[Ending], str], lack: Lack) -> T:
        """Wait until ``goal`` returns something true, or until there is proof that it never will.

        This is the only place where a check waits for a program. Raises CheckFailed with what ``otherwise`` says and
        the ``lack`` that it is about, and GraderBroken where the machine lets neither happen.
        """
        pause, self._first_pause = self._first_pause, _SHORTEST_PAUSE
        began = time.monotonic()
        self.proof = None
        self.watch.begin(self.running)
        while True:
            self.pump()
            if value := goal():
                return value
            self.watch.look(self.running)
            if self.seen.asleep and (value := goal()):
                return value
            self.watch.count(self.running)
            if proof := self.watch.proof(self.running):
                self._pump_to_the_end(proof.ending)
                if value := goal():
                    return value
                self.proof = proof
                raise self._excess(proof.ending) or CheckFailed(otherwise(proof.ending), lack)
            if time.monotonic() - began > _PATIENCE_WITH_THE_MACHINE:
                msg = f"{self.file} was given no chance to run for {_PATIENCE_WITH_THE_MACHINE:.0f} seconds"
                raise GraderBroken(msg)
            self._poll(pause)
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)

    def wait_if_ever(self, goal: Callable[[], object]) -> None:
        """Wait until ``goal`` comes true, or until it is clear that it never will; what then, the caller sees."""
        try:
            self.wait_until(goal, str, Lack(Want.REST))
        except CheckFailed:
            return

    def settle(self) -> None:
        """Wait until the program has said what it has to say for now: it waits for something, or has ended."""

        def quiet() -> bool:
            return self.watch.has_settled() or self.running.has_ended()

        proof = self.proof  # settling belongs to the wait before it
        self.wait_if_ever(quiet)  # a flood does not rest either: whoever waits for something next will be told
        self.watch.note_settling()
        self.proof = proof
        self._is_stirred = False
        self.pump()

    def stir(self) -> None:
        """Remember that something has reached the program: it may have something to do and to say."""
        self._is_stirred = True

    def let_it_rest(self) -> None:
        """Settle, unless nothing has reached the program since it last did."""
        if self._is_stirred:
            self.settle()

    def stop_the_program(self) -> None:
        """Keep the program from doing anything until it may go on."""
        self.running.stop()
        self.wait_if_ever(self.running.is_stopped)  # a signal takes effect only when the program is given a processor

    def _stop_in(self, calls: frozenset[str]) -> None:
        """Stop the program; where it has just woken up from one of ``calls``, try again, within bounds."""
        for _ in range(_TRIES if self.running.shows_what_is_read and "stopped" not in calls else 0):
            self.stop_the_program()
            if calls <= {call.name for call in self.running.calls_when_stopped()}:
                return
            self.running.go_on()
            self.wait_if_ever(lambda: self.seen.asleep)
        self.stop_the_program()

    def calls_while_it_spins(self) -> frozenset[Call]:
        """Stop the program again and again, and return the calls that it was in; none where that is not shown."""
        proof, found = self.proof, set[Call]()
        for _ in range(_SAMPLES if self.running.shows_what_is_read else 0):
            if self.running.has_ended():
                break
            self.stop_the_program()
            found.update(self.running.calls_when_stopped())
            self.running.go_on()
        self.proof = proof
        return frozenset(found)

    def rest(self, otherwise: Callable[[Ending], str], lack: Lack) -> None:
        """Wait until the program is seen at rest. Raises CheckFailed where it ends or spins."""

        def at_rest() -> bool:
            return self.watch.rests() and not self.running.has_ended()

        self.wait_until(at_rest, otherwise, lack)

    def catch_up_with_the_screen(self) -> None:
        """Take in all that the program, which waits, has printed up to now."""
        self.screen.take(self.running.terminal.read_to_the_end())

    def has_crashed(self) -> bool:
        """Tell whether the program has come to an end of its own that is not an orderly one."""
        self.settle()
        return self.running.has_ended() and self.running.status() != 0

    def note_the_failure(self, lack: Lack) -> None:
        """Let the transcript end with how the program ended, if it has, and with what did not come."""
        self.screen.tell_the_rest()
        if self.proof is not None:
            self.patience.note_failure(self.proof.ending)
        if self._running is not None and self._running.has_ended():
            self.transcript.note(self.file, "has ended", in_words(self._running.status()))
        if lack.came and lack.want in {Want.ANSWER, Want.MESSAGE}:
            what, data = "sends this instead:", shown(lack.came)
        else:
            wanted = lack.wanted.decode() if lack.want in {Want.SCREEN, Want.LISTENING} else ""
            what, data = lack.want, repr(wanted) if lack.want is Want.SCREEN else wanted
        self.transcript.note_wrong(self.file, what, data, to=lack.to)

    def excuse(self) -> str:
        """Return why the check may have failed through no fault of the program's; mostly empty."""
        return self._running.excuse() if self._running is not None else ""

    def stacks(self, calls: frozenset[str]) -> str:
        """End the program by making it print where it is, in ``calls`` if it comes back to them; return that."""
        proof = self.proof
        self._stop_in(calls)
        self.running.terminal.read_to_the_end()  # so that there is room for the stacks
        self.proof = proof
        # What it prints now is not a part of the story.
        self.screen = Screen(Transcript(), self.file, self.patience.limits.output_kib * 1024)
        for has_gone in self.running.ask_for_stacks():
            self.wait_if_ever(has_gone)
            if not has_gone():
                return ""
        self.catch_up_with_the_screen()
        return self.screen.text()

    def unread_from(self, peer: Address, *, accepted: bool) -> bool:
        """Tell whether something that ``peer`` sent lies unread; ``accepted``: its connection is known to have been."""
        return self.running.has_unread_from(peer, accepted=accepted)

    def datagrams_are_taken(self) -> bool:
        """Tell whether a socket of the program's takes anyone's datagrams, and none lies unread in one."""
        return bool(self.running.listeners("udp")) and not self.running.has_unread_datagrams()

    def pump(self) -> None:
        """Take in whatever has arrived, from the terminal and from every end.

        What has come since the last time has no order any more. It is told in the most likely one: most programs
        connect before they have anything to show, and show what they do before they send.
        """
        for listener in self._listeners:
            listener.pump()
        if output := self.running.terminal.read():
            self.screen.take(output)
            self.watch.note_output()
        if self.screen.is_full:
            began = time.thread_time()
            if self.running.terminal.throw_away():
                self.watch.note_output()
                self.watch.count_reading(time.thread_time() - began)
        for end in self._ends:
            end.pump()

    def _pump_to_the_end(self, ending: Ending) -> None:
        """Take in everything, also what is still on its way through the terminal of a program that prints no more."""
        if ending in {Ending.ENDED, Ending.STUCK}:
            self.catch_up_with_the_screen()
        self.pump()

    def _excess(self, ending: Ending) -> CheckFailed | None:
        """Tell a limit that was hit: then it does not matter what the check was waiting for. The program is stopped."""
        limits = self.patience.limits
        if ending in TOO_MANY:
            self.running.stop()  # so that it starts no more of them meanwhile
        match ending:
            case Ending.CROWDING:
                story = f"{self.file} was stopped: more than {limits.processes} processes at once."
                return CheckFailed(story, Lack(Want.BOUNDED_PROCESSES))
            case Ending.HOARDING:
                what = "its processes, with the queues of their sockets, need"
                story = f"{self.file} was stopped: {what} more than {limits.memory_mib} MiB of memory."
                return CheckFailed(story, Lack(Want.BOUNDED_MEMORY))
        return None

    def _poll(self, seconds: float) -> None:
        ends = (*self._listeners, *self._ends)
        descriptors = [self.running.terminal.descriptor, *(end.descriptor() for end in ends)]
        # Not poll(), which takes no terminals on macOS.
        select.select([descriptor for descriptor in descriptors if descriptor is not None], [], [], seconds)
