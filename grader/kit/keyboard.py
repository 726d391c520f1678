"""Programs with a keyboard; with a server of the grader's besides, that hears what was typed, or without."""

from abc import abstractmethod

from grader.engine.endings import Ending
from grader.engine.transcript import shown
from grader.events import Act
from grader.failures import CheckFailed, Lack, Want
from grader.kit.program import Program
from grader.text import Text, say

_BEFORE, _AFTER = " \t ", "\t \t"  # blanks around a line
_NEAREST = 2  # blanks next to a text; one alone may be a part of what the program adds to every message


class Keyboard(Program):
    """A program, as somebody uses it who sits at its keyboard."""

    def waits_for_the_keyboard(self) -> None:
        """Come to take the next line."""
        self._run.wait_until(lambda: self._run.seen.takes_keys, self._waits_elsewhere, Lack(Want.KEYBOARD))

    def types(self, line: str) -> None:
        """Type a line and Enter, once the program waits for the keyboard."""
        self.waits_for_the_keyboard()
        self._types_now(line)

    def _types_now(self, line: str) -> None:
        """Type a line and Enter: the program was seen to wait for the keyboard.

        Blanks are spaces only where the program reads key by key: there Tab is no blank, but asks for a completion.
        """
        if not self._run.running.terminal.gathers_lines():
            line = line.replace("\t", " ")
        self._run.catch_up_with_the_screen()  # what stands there was printed before this line is typed,
        self._run.world.pump()  # and what has come over the wire was sent before
        self._run.transcript.note(self.file, Act.WAITS_FOR_THE_KEYBOARD)
        self._run.transcript.note("keyboard", Act.TYPES, _in_words(line), to=self.file)
        self._run.peers.type(line)
        self._run.patience.grant()
        self._run.stir()
        self._run.running.terminal.type_line(line, self._run.seen.threads)

    def has_asked(self) -> None:
        """Have something on the screen by the time it first waits for the keyboard."""
        self._run.wait_until(lambda: self._run.seen.at_the_keyboard, self._waits_elsewhere, Lack(Want.KEYBOARD))
        self._run.catch_up_with_the_screen()
        if not self._run.screen.printed:
            story = say("{file} waits for the keyboard, but has printed nothing yet.", file=self.file)
            raise CheckFailed(story, Lack(Want.PROMPT), alone=True)

    def types_until_it_ends(self, lines: int) -> None:
        """End by itself, after at most so many further lines.

        One that ends on its own between two looks has ended: it is not asked a second time whether it waits.
        """
        self._run.let_it_rest()
        for _ in range(lines):
            self._run.wait_until(
                lambda: self._run.running.has_ended() or self._run.seen.takes_keys,
                lambda _: say("{file} neither ends nor waits for the keyboard.", file=self.file),
                Lack(Want.KEYBOARD),
            )
            if self._run.running.has_ended():
                break
            self._types_now(self._run.world.words.message())
        self.ends()

    def ends_without_asking_again(self) -> None:
        """End by itself and never wait for the keyboard on the way."""

        def ended() -> bool:
            if self._run.seen.at_the_keyboard:
                again = say("{file} waits for the keyboard again.", file=self.file)
                raise CheckFailed(again, Lack(Want.NO_KEYBOARD))
            return self._run.running.has_ended()

        self._run.wait_until(ended, lambda _: say("{file} does not end.", file=self.file), Lack(Want.END))

    def _waits_elsewhere(self, ending: Ending) -> Text:
        if ending is Ending.ENDED:
            return say("{file} has ended instead of waiting for the keyboard.", file=self.file)
        return say("{file} does not wait for the keyboard.", file=self.file)


class Typing(Keyboard):
    """A client with a keyboard, and a server of the grader's that hears what was typed."""

    @abstractmethod
    def is_heard(self, message: str) -> bytes:
        """Let the server hear a recognisable ``message``; return what came."""

    @abstractmethod
    def is_heard_exactly(self, message: str) -> bytes:
        """Let the server hear ``message`` as UTF-8, and nothing else; return what came."""

    @abstractmethod
    def is_heard_somehow(self) -> bytes:
        """Let the server hear something, whatever it is; return what came."""

    @abstractmethod
    def is_replied(self, reply: bytes) -> None:
        """Let the server reply."""

    def sends(self, message: str) -> bytes:
        """Type a message that the server then recognises; return what came."""
        self.types(message)
        return self.is_heard(message)

    def sends_something_for(self, message: str) -> None:
        """Type a message, and let the server hear something, whatever it is."""
        self.types(message)
        self.is_heard_somehow()

    def sends_exactly(self, message: str) -> None:
        """Type a message that the server then hears as UTF-8, and nothing else."""
        self.types(message)
        self.is_heard_exactly(message)

    def converses(self, message: str) -> None:
        """Type a message; the server recognises it and replies with a fresh token."""
        self.is_replied(self._reply_to(self.sends(message)))

    def shows_a_reply_to(self, message: str) -> None:
        """Type a message; print the reply that the server gives to whatever it hears."""
        self.types(message)
        reply = self._reply_to(self.is_heard_somehow())
        self.is_replied(reply)
        self.prints(reply.decode())

    def strips(self, message: str) -> None:
        """Send a message without the blanks that were typed around it."""
        self.types(f"{_BEFORE}{message}{_AFTER}")
        came = self.is_heard(message).decode(errors="replace")
        before, _, after = (self._run.peers.typed or "").partition(message)  # as it was typed, with tabs or without
        if before[-_NEAREST:] + message in came or message + after[:_NEAREST] in came:
            story = say(
                "The server expected {expected} without blanks and received {came}.",
                came=shown(came.encode()),
                expected=shown(message.encode()),
            )
            raise CheckFailed(story, Lack(Want.MESSAGE, "the server", wanted=message.encode(), came=came.encode()))

    def skips(self, line: str) -> None:
        """Take a line and send nothing for it: wait for the keyboard again at once."""
        self.types(line)
        heard = self._run.peers.sent_since_typed
        self._run.wait_until(lambda: heard or self._run.seen.takes_keys, self._waits_elsewhere, Lack(Want.KEYBOARD))
        self._run.world.pump()
        if came := bytes(heard):
            raise CheckFailed(
                say(
                    "{line} was typed. The server expected nothing and received {came}.",
                    line=_in_words(line),
                    came=shown(came),
                ),
                Lack(Want.NOTHING, "the server", came=came),
            )

    def _reply_to(self, message: bytes) -> bytes:
        return self._run.world.words.reply_to(message, self._run.screen.text())


def _in_words(line: str) -> str | Text:
    """Return a line as somebody is told that it was typed."""
    return repr(line) if line else say("Enter alone")
