"""One started program: its processes, its terminal, what was seen of it, and the one function that waits."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from grader.engine.endings import TOO_MANY, Ending, Proof
from grader.engine.peers import Peers
from grader.engine.screen import Screen
from grader.engine.transcript import Transcript
from grader.engine.watch import Watch
from grader.events import Act
from grader.failures import CheckFailed, GraderBroken, Lack, Want
from grader.sandbox import Address, Call, Look, Running
from grader.text import Text, say

if TYPE_CHECKING:
    from grader.engine.world import World

_SHORTEST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.001, 0.03, 1.5  # seconds between two looks
_PAUSE_AT_THE_START = 0.006  # seconds; no program has something to show before
_PATIENCE_WITH_THE_MACHINE = 300.0  # seconds; beyond that no program is to blame
_TRIES = 20  # to stop a program where it was seen
_SAMPLES = 60  # of a program that spins; of the calls in its loop, the rarest takes some 15 % of the time

T = TypeVar("T")


class Run:
    """One run of the student's program."""

    def __init__(self, world: "World[Run]", name: str) -> None:
        """Belong to ``world``; ``name`` is what the transcript calls the run. It has not been started yet."""
        self.world = world
        self.name = name
        self.file = world.program.file
        self.path = world.path
        self.patience = world.patience
        self.transcript = world.transcript
        self.screen = self._new_screen(world.transcript)
        self.proof: Proof | None = None  # of the latest wait, where it was in vain
        self.peers = Peers()
        self.watch = Watch(world.patience)
        self.is_over = False  # whether the grader has ended it
        self._running: Running | None = None
        self._dump: Screen | None = None  # what it prints once it was asked where it is: no part of the story
        self._first_pause = _PAUSE_AT_THE_START  # of the next wait
        self._is_stirred = True  # whether something has reached the program since it was last seen to settle

    def start(self) -> None:
        """Start the program."""
        self.patience.grant()
        self._running = self.world.launch(self)
        self.transcript.note(self.name, Act.STARTS)
        self.stir()

    @property
    def running(self) -> Running:
        """The program as the sandbox shows it. It is an error of the grader to ask before it has been started."""
        if self._running is None:
            msg = f"{self.name} has not been started"
            raise GraderBroken(msg)
        return self._running

    @property
    def has_started(self) -> bool:
        """Whether the program was started."""
        return self._running is not None

    @property
    def seen(self) -> Look:
        """The latest look at the program, in the present wait."""
        return self.watch.seen

    def end(self) -> None:
        """End every process of the program, unless that has been done."""
        if self._running is not None and not self.is_over:
            self._running.kill()
            self.is_over = True

    def wait_until(self, goal: Callable[[], T | None], otherwise: Callable[[Ending], Text], lack: Lack) -> T:
        """Wait until ``goal`` returns something true, or until there is proof that it never will.

        This is the only place where a check waits for a program. Raises CheckFailed with what ``otherwise`` says and
        the ``lack`` that it is about, and GraderBroken where the machine lets neither happen.
        """
        pause, self._first_pause = self._first_pause, _SHORTEST_PAUSE
        began = time.monotonic()
        self.proof = None
        self.world.attend_to(self)
        self.watch.begin(self.running)
        while True:
            self.world.pump()
            if value := goal():
                return value
            self.watch.look(self.running)
            if self.seen.asleep and (value := goal()):
                return value
            self.watch.count(self.running)
            if proof := self._proof():
                self._pump_to_the_end(proof.ending)
                if value := goal():
                    return value
                self.proof = proof
                raise self._excess(proof.ending) or CheckFailed(otherwise(proof.ending), lack)
            if time.monotonic() - began > _PATIENCE_WITH_THE_MACHINE:
                msg = f"{self.name} was given no chance to run for {_PATIENCE_WITH_THE_MACHINE:.0f} seconds"
                raise GraderBroken(msg)
            self.world.wait_for_something(pause)
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)

    def wait_if_ever(self, goal: Callable[[], object]) -> None:
        """Wait until ``goal`` comes true, or until it is clear that it never will; what then, the caller sees."""
        try:
            self.wait_until(goal, Text, Lack(Want.REST))
        except CheckFailed:
            return

    def settle(self) -> None:
        """Wait until the program has said what it has to say for now: it waits for something, or has ended."""

        def quiet() -> bool:
            return self.watch.has_settled() or self.running.has_ended()

        with self._keeping_the_proof():  # settling belongs to the wait before it
            self.wait_if_ever(quiet)  # a flood does not rest either: whoever waits for something next will be told
            self.watch.note_settling()
        self._is_stirred = False
        self.world.pump()

    def stir(self) -> None:
        """Remember that something has reached the program: it may have something to do and to say."""
        self._is_stirred = True

    def let_it_rest(self) -> None:
        """Settle, unless nothing has reached the program since it last did."""
        if self._is_stirred:
            self.settle()

    def stop(self) -> None:
        """Keep the program from doing anything until it may go on."""
        self.running.stop()
        self.wait_if_ever(self.running.is_stopped)  # a signal takes effect only when the program is given a processor

    def _stop_in(self, calls: frozenset[str]) -> None:
        """Stop the program; where it has just woken up from one of ``calls``, try again, within bounds."""
        for _ in range(_TRIES if self.running.shows_what_is_read and "stopped" not in calls else 0):
            self.stop()
            if calls <= {call.name for call in self.running.calls_when_stopped()}:
                return
            self.running.go_on()
            self.wait_if_ever(lambda: self.seen.asleep)
        self.stop()

    def calls_while_it_spins(self) -> frozenset[Call]:
        """Stop the program again and again, and return the calls that it was in; none where that is not shown."""
        found = set[Call]()
        with self._keeping_the_proof():
            for _ in range(_SAMPLES if self.running.shows_what_is_read else 0):
                if self.running.has_ended():
                    break
                self.stop()
                found.update(self.running.calls_when_stopped())
                self.running.go_on()
        return frozenset(found)

    def rest(self, otherwise: Callable[[Ending], Text], lack: Lack) -> None:
        """Wait until the program is seen at rest. Raises CheckFailed where it ends or spins."""

        def at_rest() -> bool:
            return self.watch.rests() and not self.running.has_ended()

        self.wait_until(at_rest, otherwise, lack)

    def take_output(self) -> None:
        """Take in what it has printed; what is beyond the limit is thrown away."""
        screen = self._dump or self.screen
        if output := self.running.terminal.read():
            screen.take(output)
            self.watch.note_output()
        if screen.is_full:
            began = time.thread_time()
            if self.running.terminal.throw_away():
                self.watch.note_output()
                self.watch.count_reading(time.thread_time() - began)

    def catch_up_with_the_screen(self) -> None:
        """Take in all that the program, which waits, has printed up to now."""
        (self._dump or self.screen).take(self.running.terminal.read_to_the_end())

    def stacks(self, calls: frozenset[str]) -> str:
        """End the program by making it print where it is, in ``calls`` if it comes back to them; return that."""
        with self._keeping_the_proof():
            self._stop_in(calls)
            self.running.terminal.read_to_the_end()  # so that there is room for the stacks
        self._dump = self._new_screen(Transcript())
        with self._keeping_the_proof():
            for has_gone in self.running.ask_for_stacks():
                self.wait_if_ever(has_gone)
                if not has_gone():
                    return ""
        self.catch_up_with_the_screen()
        return self._dump.text()

    def unread_from(self, peer: Address, *, accepted: bool) -> bool:
        """Tell whether something that ``peer`` sent lies unread; ``accepted``: its connection is known to have been."""
        return self.running.has_unread_from(peer, accepted=accepted)

    def datagrams_are_taken(self) -> bool:
        """Tell whether a socket of the program's takes anyone's datagrams, and none lies unread in one."""
        return bool(self.running.listeners("udp")) and not self.running.has_unread_datagrams()

    def _new_screen(self, transcript: Transcript) -> Screen:
        return Screen(transcript, self.name, self.patience.limits.output_kib * 1024)

    @contextmanager
    def _keeping_the_proof(self) -> Iterator[None]:
        """Let the waits inside leave no trace in the proof of the one before them."""
        proof = self.proof
        yield
        self.proof = proof

    def _proof(self) -> Proof | None:
        """Return the proof that the present wait is in vain, if there is one.

        One that waits for ever may be waiting for another run. So all runs must have been blocked at one moment: this
        one was seen before and after the others, and has been given no processor in between.
        """
        proof = self.watch.proof(self.running)
        if proof is None or proof.ending is not Ending.STUCK:
            return proof
        if not self.world.has_others_than(self):
            return proof
        before = self.seen
        others_are_stuck = self.world.others_are_stuck(self)
        self.watch.look(self.running)
        has_not_moved = self.seen.for_ever and self.seen.threads == before.threads
        return proof if others_are_stuck and has_not_moved else None

    def _pump_to_the_end(self, ending: Ending) -> None:
        """Take in everything, also what is still on its way through the terminal of a program that prints no more."""
        if ending in {Ending.ENDED, Ending.STUCK}:
            self.catch_up_with_the_screen()
        self.world.pump()

    def _excess(self, ending: Ending) -> CheckFailed | None:
        """Tell a limit that was hit: then it does not matter what the check was waiting for. The program is stopped."""
        limits, file = self.patience.limits, self.name
        if ending in TOO_MANY:
            self.running.stop()  # so that it starts no more of them meanwhile
        match ending:
            case Ending.CROWDING:
                most = limits.processes
                text = say("{file} was stopped: more than {most} processes at once.", file=file, most=most)
                return CheckFailed(text, Lack(Want.BOUNDED_PROCESSES))
            case Ending.HOARDING:
                most = limits.memory_mib
                text = say("{file} was stopped: it needs more than {most} MiB of memory in all.", file=file, most=most)
                return CheckFailed(text, Lack(Want.BOUNDED_MEMORY))
        return None
