"""What the program is doing instead of what the check waits for: read from the kernel and from its own stacks."""

import re

import msgspec

from grader.kit.transcript import in_short
from grader.kit.trial import Ending, Proof, Trial, in_words

_CALLS = {
    "accept": "waits in accept()",
    "recv": "waits in recv()",
    "read": "waits in read()",
    "poll": "waits for one of its sockets",
    "select": "waits for one of its sockets",
    "epoll": "waits for one of its sockets",
    "lock": "waits for another of its threads",
    "wait": "waits for one of its child processes",
    "sleep": "sleeps",
    "connect": "waits in connect()",
    "write": "waits until somebody takes what it writes",
    "send": "waits until somebody takes what it sends",
}
_STUB = re.compile(r"^\S+ is still a stub: .*$", re.MULTILINE)  # the last words of every stub in exercises/
_TRACEBACK = "Traceback (most recent call last):"
_EXCEPTION = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Interrupt|Exit|Warning|Group)\b.*$", re.MULTILINE)


class Diagnosis(msgspec.Struct, frozen=True):
    """A sentence, and the line of the student's file that it is about."""

    text: str
    line: int | None = None


def diagnose(trial: Trial) -> Diagnosis:
    """Say what the program does. It does not survive the question."""
    if trial.programs_started == 0:
        return Diagnosis("")
    if trial.proof is None:  # the check saw something wrong, it did not wait in vain: see where the program goes
        trial.settle()
    if trial.running.has_ended():
        trial.catch_up_with_the_screen()
        return _after_the_end(trial)
    doing = _doing(trial)
    line = _line(trial.stacks(), trial.file)
    where = f" at {_quoted(trial, line)}" if line else ""
    return Diagnosis(f"{trial.file} {doing}{where}.", line)


def _after_the_end(trial: Trial) -> Diagnosis:
    text = trial.screen.text()
    if stub := _STUB.search(text):
        return Diagnosis(f"Not started: {in_short(stub.group())}")
    complaint = text.rpartition(_TRACEBACK)[2]
    line = _line(complaint, trial.file)
    exceptions = _EXCEPTION.findall(complaint)
    if line and exceptions:
        return Diagnosis(f"{trial.file} ended with {in_short(exceptions[-1])} at {_quoted(trial, line)}.", line)
    return Diagnosis(f"{trial.file} has ended {in_words(trial.running.status())}.")


def _doing(trial: Trial) -> str:
    match trial.proof:
        case Proof(ending=Ending.FLOODING):
            return "prints on and on"
        case Proof(ending=Ending.SPINNING, cpu_used=used):
            return f"spins: it has used {used:.1f} s of CPU time without getting any further"
        case Proof(ending=Ending.SLEEPING, slept=slept):
            return f"was given up after {slept:.0f} s of sleep, by the clock"
    look = trial.running.look()
    if look.at_the_keyboard:
        return "waits for the keyboard"
    calls = [_CALLS.get(thread.wait.call, "waits") for thread in look.threads if thread.wait is not None]
    return " and ".join(dict.fromkeys(calls)) or ("waits" if look.asleep else "goes on running")


def _line(text: str, file: str) -> int | None:
    """Find the line of the student's file that is told last in a traceback, or first in a dump of the stacks."""
    lines = re.findall(rf'File "[^"]*/{re.escape(file)}", line (\d+)', text)
    if not lines:
        return None
    return int(lines[0] if "most recent call first" in text else lines[-1])


def _quoted(trial: Trial, line: int) -> str:
    source = trial.path.read_text(encoding="utf-8", errors="replace").splitlines()
    code = source[line - 1].strip() if 0 < line <= len(source) else ""
    return f"line {line}: {in_short(code)}" if code else f"line {line}"
