"""What every program can be asked: what it printed, whether it rests, how it ended."""

import re

from grader.engine.endings import Ending, in_words
from grader.engine.trial import Trial
from grader.failures import CheckFailed, Lack, Want
from grader.printable import in_short
from grader.text import Text, say

_TRACEBACK = "Traceback (most recent call last):"


class Program:
    """The student's program."""

    def __init__(self, trial: Trial) -> None:
        """Judge the program of ``trial``."""
        self._trial = trial
        self._run = trial.new_run()

    @property
    def file(self) -> str:
        """What students call it: ``server.py``; a run beside another one has a number behind it."""
        return self._run.name

    def starts(self) -> None:
        """Run it; a run of it before this one is ended first."""
        if self._run.has_started:
            self._run.end()
            self._run = self._trial.new_run()
        self._prepare()
        self._run.start()

    def _prepare(self) -> None:
        """Have there what must be there before the program starts."""

    def prints(self, text: str) -> None:
        """Print ``text``, whatever stands around it."""
        self._prints_one_of((text,))

    def prints_in_any_case(self, text: str) -> None:
        """Print ``text`` as it is or in upper case."""
        self._prints_one_of((text, text.upper()))

    def prints_number(self, number: int, meaning: str) -> None:
        """Print a number that is not a part of a longer one; ``meaning`` says whose it is."""
        pattern = re.compile(rf"(?<!\d){number}(?!\d)")
        self._run.wait_until(
            lambda: pattern.search(self._run.screen.text()),
            lambda _: say(
                "{file} does not print {meaning}, {number}.", file=self.file, meaning=Text(meaning), number=number
            ),
            Lack(Want.SCREEN, "screen", wanted=str(number).encode()),
        )

    def prints_at_most(self, most: int) -> None:
        """Come to rest or to its end with no more than so many bytes on the screen."""
        self._run.wait_if_ever(lambda: self._run.seen.asleep or self._run.running.has_ended())
        self._run.catch_up_with_the_screen()
        if self._run.screen.printed > most:
            story = say(
                "{file} has printed {number} bytes, expected at most {most}.",
                file=self.file,
                number=self._run.screen.printed,
                most=most,
            )
            raise CheckFailed(story, Lack(Want.LITTLE, "screen"))

    def ends(self) -> None:
        """End by itself, with whatever exit status."""
        self._run.wait_until(self._run.running.has_ended, self._goes_on, Lack(Want.END))

    def has_exited_cleanly(self) -> None:
        """Have ended with exit status 0."""
        status = self._run.running.status()
        if status != 0:
            story = say("{file} ended {how}.", file=self.file, how=in_words(status))
            raise CheckFailed(story, Lack(Want.CLEAN_END))

    def exits_cleanly(self) -> None:
        """End by itself with exit status 0."""
        self.ends()
        self.has_exited_cleanly()

    def goes_on(self) -> None:
        """Be still there."""
        self._run.settle()
        if self._run.running.has_ended():
            raise CheckFailed(self._has_ended(), Lack(Want.GOING_ON))

    def has_processes(self, number: int) -> None:
        """Come to have so many processes at once, its first one included."""
        running = self._run.running

        def other_number(_: Ending) -> Text:
            has = _counted(running.living())
            return say("{file} has {processes}, expected {number}.", file=self.file, processes=has, number=number)

        self._run.wait_until(lambda: running.living() == number, other_number, Lack(Want.PROCESSES))

    def leaves_nobody_behind(self) -> None:
        """End, and have no process left then."""
        self.ends()
        if left := self._run.running.living():
            story = say("{file} has ended and has left {processes}.", file=self.file, processes=_counted(left))
            raise CheckFailed(story, Lack(Want.NOBODY_LEFT))

    def prints_no_traceback(self) -> None:
        """Have printed no traceback up to now."""
        self._run.catch_up_with_the_screen()
        if _TRACEBACK in self._run.screen.text():
            raise CheckFailed(say("{file} ended with a traceback.", file=self.file), Lack(Want.CLEAN_END))

    def is_at_rest(self) -> None:
        """Be there and wait for something, using no processor; waking up now and then to look is rest."""

        def unrest(ending: Ending) -> Text:
            if ending is Ending.ENDED:
                return self._has_ended()
            return say(
                "Nobody sends anything, but {file} has used {seconds} s of CPU time.",
                file=self.file,
                seconds=round(self._run.watch.cpu_used, 1),
            )

        self._run.rest(unrest, Lack(Want.REST))

    def _prints_one_of(self, texts: tuple[str, ...]) -> None:
        self._run.wait_until(
            lambda: any(text in self._run.screen.text() for text in texts),
            lambda _: say("{file} does not print {text}.", file=self.file, text=in_short(repr(texts[0]))),
            Lack(Want.SCREEN, "screen", wanted=texts[0].encode()),
        )

    def _goes_on(self, ending: Ending) -> Text:
        del ending
        return say("{file} does not end.", file=self.file)

    def _has_ended(self) -> Text:
        return say("{file} has ended {how}.", file=self.file, how=in_words(self._run.running.status()))


def _counted(processes: int) -> Text:
    return say("1 process") if processes == 1 else say("{number} processes", number=processes)
