"""One check being carried out: its world, its runs, the grader's ends, and what happened."""

import select
from pathlib import Path

from grader.course import Program
from grader.engine.end import End
from grader.engine.endings import in_words
from grader.engine.patience import Patience
from grader.engine.run import Run
from grader.engine.service import Service
from grader.engine.transcript import Transcript, shown
from grader.engine.words import Words
from grader.events import Act
from grader.failures import GraderBroken, Lack, Want
from grader.sandbox import Address, Running, Sandbox
from grader.text import Text, joined


class Trial:
    """Everything that one check needs and that must be gone after it: one sandbox, and the runs in it."""

    def __init__(
        self,
        sandbox: Sandbox,
        program: Program,
        folder: Path,
        *,
        patience: Patience,
        service: Service,
        seed: str,
        side_by_side: bool = False,
    ) -> None:
        """Enter a fresh world, in which the ``program`` in ``folder`` can be started, or several times at once."""
        self.program = program
        self.path = folder / program.file
        self.patience = patience
        self.service = service
        self.transcript = Transcript()
        self.words = Words(seed, service)
        self.runs: list[Run] = []  # those that were started, in this order
        self.clients = 0  # of the grader's, of whichever run; each has a number of its own
        self.connections: list[tuple[Address, Address]] = []  # the ends of all that there have been
        self._latest: Run | None = None
        self._sandbox = sandbox
        self._side_by_side = side_by_side
        self._ports = frozenset(address.port for address in program.addresses)
        self._listeners: list[End] = []
        self._ends: list[End] = []
        patience.begin()
        sandbox.enter_fresh_world(self._ports, side_by_side=side_by_side)

    def new_run(self) -> Run:
        """Return one more run of the program, to be started. Those that run at once are numbered in the transcript."""
        if not self._living():
            return Run(self, self.program.file)
        if not self._side_by_side:
            msg = f"a check starts {self.program.file} twice at once and does not say so (side_by_side=True)"
            raise GraderBroken(msg)
        return Run(self, f"{self.program.file} ({len(self.runs) + 1})")

    def launch(self, run: Run) -> Running:
        """Start the program."""
        self.runs.append(run)
        self._latest = run
        return self._sandbox.start(self.path.parent, self.program.file, self._ports)

    def attend_to(self, run: Run) -> None:
        """Remember that this run is the one that is asked something."""
        self._latest = run

    @property
    def latest(self) -> Run | None:
        """The run that was asked something last: where a check has failed, the one that the failure is about."""
        return self._latest

    def add(self, end: End) -> None:
        """Pump ``end`` from now on."""
        self._ends.append(end)

    def add_listener(self, end: End) -> None:
        """Pump ``end``, at which connections arrive, from now on."""
        self._listeners.append(end)

    def close(self) -> None:
        """End every run and every end."""
        for run in self.runs:
            run.end()
        for end in (*self._listeners, *self._ends):
            end.close()
        self._sandbox.leave_world(self.connections)

    def pump(self) -> None:
        """Take in whatever has arrived, from every terminal and every end.

        What has come since the last time has no order any more. It is told in the most likely one: most programs
        connect before they have anything to show, and show what they do before they send.
        """
        for listener in self._listeners:
            listener.pump()
        for run in self._living():
            run.take_output()
        for end in self._ends:
            end.pump()

    def wait_for_something(self, seconds: float) -> None:
        """Return as soon as there is something to take in, or after so many seconds."""
        terminals = [run.running.terminal.descriptor for run in self._living()]
        descriptors = [*terminals, *(end.descriptor() for end in (*self._listeners, *self._ends))]
        # Not poll(), which takes no terminals on macOS.
        select.select([descriptor for descriptor in descriptors if descriptor is not None], [], [], seconds)

    def has_others_than(self, run: Run) -> bool:
        """Tell whether other runs are there that have not ended."""
        return any(not other.running.has_ended() for other in self._living() if other is not run)

    def others_are_stuck(self, run: Run) -> bool:
        """Tell whether no other run can do anything any more before the grader does something."""
        return all(
            other.running.has_ended() or other.running.look().for_ever for other in self._living() if other is not run
        )

    def note_the_failure(self, lack: Lack) -> None:
        """Let the transcript end with how the program ended, if it has, and with what did not come."""
        for run in self.runs:
            run.screen.tell_the_rest()
        who = self.program.file
        if self._latest is not None:
            who = self._latest.name
            if self._latest.proof is not None:
                self.patience.note_failure(self._latest.proof.ending)
            if self._latest.running.has_ended():
                self.transcript.note(who, Act.HAS_ENDED, in_words(self._latest.running.status()))
        if lack.came and lack.want in {Want.ANSWER, Want.MESSAGE}:
            self.transcript.note_wrong(who, Act.SENDS_INSTEAD, shown(lack.came), to=lack.to)
            return
        data: str | Text = ""
        if lack.want is Want.SCREEN:
            data = repr(lack.wanted.decode())
        elif lack.want is Want.LISTENING:
            data = joined(lack.wanted.decode().split())
        self.transcript.note_wrong(who, lack.want, data, to=lack.to)

    def excuse(self) -> str:
        """Return why the check may have failed through no fault of the program's; mostly empty."""
        return next(filter(None, (run.running.excuse() for run in self.runs)), "")

    def _living(self) -> list[Run]:
        """Return the runs that the grader has not ended."""
        return [run for run in self.runs if not run.is_over]
