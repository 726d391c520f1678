"""What the program is doing instead of what the check waits for: read from the kernel and from its own stacks."""

import re
from collections.abc import Callable, Iterable

import msgspec

from grader.engine.endings import TOO_MANY, Ending, Limit, Proof, in_words
from grader.engine.run import Run
from grader.engine.stacks import Places, places
from grader.engine.transcript import in_short, sentence
from grader.engine.trial import Trial
from grader.explain.evidence import Evidence, gather
from grader.explain.loops import line_of_loop
from grader.explain.misconception import Misconception
from grader.explain.places import line_of_call, line_with
from grader.failures import Lack
from grader.model import NOT_STARTED

_CALLS = {
    "accept": "waits in accept()",
    "recv": "waits in recv()",
    "recvfrom": "waits in recvfrom()",
    "recvmsg": "waits in recvmsg()",
    "read": "waits in read()",
    "poll": "waits for one of its sockets",
    "select": "waits for one of its sockets",
    "epoll": "waits for one of its sockets",
    "lock": "waits for another of its threads",
    "wait": "waits for one of its child processes",
    "sleep": "sleeps",
    "pause": "waits for a signal",
    "stopped": "has been stopped by a signal such as SIGSTOP",
    "connect": "waits in connect()",
    "write": "waits until somebody takes what it writes",
    "send": "waits until somebody takes what it sends",
}
_REASONS = {
    Limit.WAIT: "",
    Limit.CHECK: ", because the program has slept for too long in this check",
    Limit.PROGRAM: ", because the program has slept for too long in an earlier check",
    Limit.GRADING: ", because the programs have slept for too long in all",
}
_EXCESSES = {
    Ending.CROWDING: "starts process after process",
    Ending.HOARDING: "takes more and more memory",
}
_MARKED = re.compile(r"^ {4}(.*)\n {4}( *\^+)", re.MULTILINE)  # how Python shows the place of a syntax error
_NOT_PYTHON = ("SyntaxError", "IndentationError", "TabError")
_OF_THE_FILE = re.compile(r" in file .{0,4096}? on line \d{1,6}|; see https?://.*$")  # is told in our own words
_STUB = "is still a stub"  # what the last line of every stub says
_SHADOWED = "Python looks for a module in the program's own folder first. What else could that file be called?"
_LONGEST_LINE = 120  # characters of a program's text that are shown as they are


Misunderstood = Callable[[Evidence], Misconception | None]


class Diagnosis(msgspec.Struct, frozen=True):
    """A sentence or two, the line of the student's file that they are about, what is probably misunderstood."""

    text: str = ""
    line: int | None = None
    misconception: str = ""
    hint: str = ""


def diagnose(trial: Trial, lack: Lack, misunderstood: Misunderstood) -> Diagnosis:
    """Say what the program does instead of what was wanted. It does not survive the question.

    ``misunderstood`` names the misconception that shows in the evidence, if any.
    """
    run = trial.latest
    if run is None:
        return Diagnosis()
    evidence = gather(run, lack)
    if evidence.words_of_the_stub and evidence.is_untouched:
        return Diagnosis(f"{NOT_STARTED}: {in_short(evidence.words_of_the_stub)}")
    text, line = after_the_end(run, evidence) if evidence.ended else _doing(run, evidence)
    if evidence.shadowed:
        module = evidence.shadowed.removesuffix(".py")
        story = f"The file {evidence.shadowed} beside {run.file} is imported instead of Python's own module {module}."
        return Diagnosis(f"{story} {text}", line, hint=_SHADOWED)
    found = misunderstood(evidence)
    if found is None:
        return Diagnosis(text, line)
    mistake = line_of_call(_source(run), found.calls) if found.calls and not evidence.exception else None
    if mistake is not None and mistake != line:
        text = f"{found.calls[0]}() is called at {_quoted(run, mistake)}. {text}"
        line = mistake
    return Diagnosis(" ".join(filter(None, (sentence(found.told(evidence)), text))), line, found.name, found.hint)


def after_the_end(run: Run, evidence: Evidence) -> tuple[str, int | None]:
    """Say how the program, which has ended, came to its end, and at which line of the student's file."""
    line = evidence.complaint.line
    if evidence.words_of_the_stub:
        line = line_with(_source(run), _STUB)
        return f"{run.name} has ended {in_words(run.running.status())}{_at(run, line)}.", line
    if not evidence.exception:
        return f"{run.name} has ended {in_words(run.running.status())}.", None
    what = in_short(_OF_THE_FILE.sub("", evidence.exception))
    if evidence.complaint.kind in _NOT_PYTHON:
        marked = _MARKED.search(evidence.complaint.text)
        is_short = marked is not None and len(marked[1]) <= _LONGEST_LINE and marked[1].isprintable()
        place = f":\n{marked[1]}\n{marked[2]}" if marked and is_short else ""
        where = f" at line {line}" if line and f"line {line}" not in what else ""
        return f"{run.name} does not compile: {what}{where}{place}", line
    return f"{run.name} ended with {what}{_at(run, line)}.", line


def _doing(run: Run, evidence: Evidence) -> tuple[str, int | None]:
    # Before it is asked where it is, which neither it nor the proof survives.
    (doing, besides), given_up = _in_words(run, evidence), _given_up(run)
    is_stopped = run.proof is not None and run.proof.ending in TOO_MANY
    found = Places() if is_stopped else places(run.stacks(), run.file)
    if evidence.call_of_main and evidence.calls_of_others and found.other:
        main = "waits for the keyboard" if evidence.main_is_at_the_keyboard else _waiting({evidence.call_of_main})
        other = _waiting(evidence.calls_of_others)
        doing = f"{main}{_at(run, found.main)}, and a thread of it {other}{_at(run, found.other)}"
        line = found.main if evidence.main_is_at_the_keyboard else found.other
        return f"{run.name} {doing}.{given_up}", line
    stack = found.stack_of_other or found.stack_of_main  # the latest thread has most to do with what happened last
    line = next(iter(stack), None)
    if evidence.runs_wild:
        line = line_of_loop(_source(run), stack) or line
    return f"{run.name} {doing}{_at(run, line)}{besides}.{given_up}", line


def _given_up(run: Run) -> str:
    if run.proof is None or run.proof.ending is not Ending.SLEEPING:
        return ""
    return f" The grader stopped waiting after {run.proof.slept:.1f} s{_REASONS[run.proof.limit or Limit.WAIT]}."


def _at(run: Run, line: int | None) -> str:
    return f" at {_quoted(run, line)}" if line else ""


def _waiting(calls: Iterable[str]) -> str:
    return " and ".join(sorted({_CALLS.get(call, "waits") for call in calls}))


def _in_words(run: Run, evidence: Evidence) -> tuple[str, str]:
    """Say what the program does, and what is to be said besides, behind the place where it does so."""
    match run.proof:
        case Proof(ending=ending) if ending in _EXCESSES:
            return _EXCESSES[ending], ""
        case Proof(ending=Ending.SPINNING, cpu_used=used):
            how = "prints again and again" if run.screen.is_full else "spins"
            return how, f"; it has used {used:.1f} s of CPU time without getting any further"
        case Proof(ending=Ending.SLEEPING) if evidence.stopped:
            return _CALLS["stopped"], ""
        case Proof(ending=Ending.SLEEPING):
            how = (_waiting(evidence.calls) or "waits") if evidence.asleep else "wakes up and waits again"
            return f"{how} on a socket without an address" if evidence.waits_without_address else how, ""
    if evidence.at_the_keyboard:
        return "waits for the keyboard", ""
    return _waiting(evidence.calls) or ("waits" if evidence.asleep else "goes on running"), ""


def _source(run: Run) -> str:
    return run.path.read_text(encoding="utf-8", errors="replace")


def _quoted(run: Run, line: int) -> str:
    source = _source(run).splitlines()
    code = source[line - 1].strip().rstrip(":") if 0 < line <= len(source) else ""
    return f"line {line}: {in_short(code)}" if code else f"line {line}"
