"""Programs that are driven at the keyboard alone, as a check speaks of them."""

import re
from typing import Self

from grader.engine.trial import Trial
from grader.failures import CheckFailed, Lack, Want
from grader.kit.keyboard import Keyboard
from grader.printable import in_short
from grader.text import Text, say


class TerminalProgram(Keyboard):
    """A program that reads lines and prints something for each."""

    def __init__(self, trial: Trial) -> None:
        """Start the program."""
        super().__init__(trial)
        self.starts()

    def another(self) -> Self:
        """Start the program once more, beside this run of it."""
        return type(self)(self._trial)

    def answers(self, line: str, *expected: str, never: tuple[str, ...] = ()) -> None:
        """Type a line; print all that is ``expected``, and nothing of ``never``, before the next line can be typed.

        Each is a number or a word, in any case, that is not a part of a longer one.
        """
        said = self._answer_to(line)
        lacking = [word for word in expected if not _has(said, word)]
        if lacking:
            story = say(
                "{line} was typed. {file} answered {said}, without {word}.",
                line=repr(line),
                file=self.file,
                said=_quoted(said),
                word=repr(lacking[0]),
            )
            raise CheckFailed(story, Lack(Want.SCREEN, "screen", wanted=lacking[0].encode()))
        if found := [word for word in never if _has(said, word)]:
            story = say(
                "{line} was typed. {file} answered {said}, with {word} in it.",
                line=repr(line),
                file=self.file,
                said=_quoted(said),
                word=repr(found[0]),
            )
            raise CheckFailed(story, Lack(Want.NOTHING, "screen", came=found[0].encode()))

    def _answer_to(self, line: str) -> str:
        self.waits_for_the_keyboard()
        self._run.catch_up_with_the_screen()
        before = len(self._run.screen.text())
        self._types_now(line)
        self._run.wait_until(
            lambda: self._run.seen.takes_keys or self._run.running.has_ended(),
            self._waits_elsewhere,
            Lack(Want.KEYBOARD),
        )
        self._run.catch_up_with_the_screen()
        return self._run.screen.text()[before:]


def _has(text: str, word: str) -> bool:
    """Tell whether a word or number stands in the text that is not a part of a longer one."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", text, re.IGNORECASE) is not None


def _quoted(text: str) -> str | Text:
    return in_short(repr(text.strip())) if text.strip() else say("nothing")
