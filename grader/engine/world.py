"""What a run needs of the trial that it belongs to."""

from pathlib import Path
from typing import Protocol, TypeVar

from grader.course import Program
from grader.engine.end import End
from grader.engine.patience import Patience
from grader.engine.service import Service
from grader.engine.transcript import Transcript
from grader.engine.words import Words
from grader.sandbox import Address, Running

Run_contra = TypeVar("Run_contra", contravariant=True)


class World(Protocol[Run_contra]):
    """What a run needs of the trial that it belongs to."""

    program: Program
    path: Path  # of the student's file
    patience: Patience
    service: Service
    transcript: Transcript
    words: Words
    connections: list[tuple[Address, Address]]

    def launch(self, run: Run_contra) -> Running:
        """Start the program."""

    def attend_to(self, run: Run_contra) -> None:
        """Remember that this run is the one that is asked something."""

    def add(self, end: End) -> None:
        """Pump ``end`` from now on."""

    def pump(self) -> None:
        """Take in whatever has arrived, from every terminal and every end."""

    def wait_for_something(self, seconds: float) -> None:
        """Return as soon as there is something to take in, or after so many seconds."""

    def has_others_than(self, run: Run_contra) -> bool:
        """Tell whether other runs are there that have not ended."""

    def others_are_stuck(self, run: Run_contra) -> bool:
        """Tell whether no other run can do anything any more before the grader does something."""
