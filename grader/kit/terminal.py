"""Programs that are driven at the keyboard alone, as a check speaks of them."""

from typing import Self

from grader.engine.trial import Trial
from grader.failures import Lack, Want
from grader.kit.keyboard import Keyboard


class TerminalProgram(Keyboard):
    """A program that reads lines and prints something for each."""

    def __init__(self, trial: Trial) -> None:
        """Start the program."""
        super().__init__(trial)
        self.starts()

    def another(self) -> Self:
        """Start the program once more, beside this run of it."""
        return type(self)(self._trial)

    def answers(self, line: str) -> str:
        """Type a line; return what is printed until the program waits for the keyboard again, or has ended."""
        self.types(line)
        before = len(self._run.screen.text())
        self._run.wait_until(
            lambda: self._run.seen.takes_keys or self._run.running.has_ended(),
            self._waits_elsewhere,
            Lack(Want.KEYBOARD),
        )
        self._run.catch_up_with_the_screen()
        return self._run.screen.text()[before:]
