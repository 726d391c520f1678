"""What the program is doing instead of what the check waits for: read from the kernel and from its own stacks."""

import re
from collections.abc import Callable, Iterable

import msgspec

from grader.engine.endings import TOO_MANY, Ending, Limit, Proof, in_words
from grader.engine.run import Run
from grader.engine.stacks import Places, places
from grader.engine.trial import Trial
from grader.explain.evidence import Evidence, gather
from grader.explain.loops import line_of_loop
from grader.explain.misconception import Misconception
from grader.explain.places import line_of_call, line_with
from grader.failures import Lack, Want
from grader.printable import in_short
from grader.text import Text, joined, say

_CALLS = {
    "accept": say("waits in accept()"),
    "recv": say("waits in recv()"),
    "recvfrom": say("waits in recvfrom()"),
    "recvmsg": say("waits in recvmsg()"),
    "read": say("waits in read()"),
    "poll": say("waits for one of its sockets"),
    "select": say("waits for one of its sockets"),
    "epoll": say("waits for one of its sockets"),
    "lock": say("waits for another thread"),
    "wait": say("waits for a child process"),
    "sleep": say("sleeps"),
    "pause": say("waits for a signal"),
    "stopped": say("is stopped by a signal such as SIGSTOP"),
    "connect": say("waits in connect()"),
    "write": say("waits in write() because nobody reads what it writes"),
    "send": say("waits in send() because nobody reads what it sends"),
}
_GIVEN_UP = {
    Limit.WAIT: say("{doing} The grader stopped waiting after {seconds} s."),
    Limit.CHECK: say(
        "{doing} The grader stopped waiting after {seconds} s, because the program has slept too long in this check."
    ),
    Limit.PROGRAM: say(
        "{doing} The grader stopped waiting after {seconds} s, "
        "because the program has slept too long in an earlier check."
    ),
    Limit.GRADING: say(
        "{doing} The grader stopped waiting after {seconds} s, because all programs together have slept too long."
    ),
}
_EXCESSES = {
    Ending.CROWDING: say("starts process after process"),
    Ending.HOARDING: say("uses more and more memory"),
}
_AT_THE_KEYBOARD = say("waits for the keyboard")
_WAITS = say("waits")
_MARKED = re.compile(r"^ {4}(.*)\n {4}( *\^+)", re.MULTILINE)  # how Python shows the place of a syntax error
_NOT_PYTHON = ("SyntaxError", "IndentationError", "TabError")
_OF_THE_FILE = re.compile(r" in file .{0,4096}? on line \d{1,6}|; see https?://.*$")  # is told in our own words
_STUB = "is still a stub"  # what the last line of every stub says
_SHADOWED = say("Python looks for a module in the program's own folder first. Give that file another name.")
_LONGEST_LINE = 120  # characters of a program's text that are shown as they are


Misunderstood = Callable[[Evidence], Misconception | None]


class Diagnosis(msgspec.Struct, frozen=True):
    """A sentence or two, the line of the student's file that they are about, what is probably misunderstood."""

    text: Text = Text("")
    line: int | None = None
    misconception: str = ""
    hint: Text = Text("")
    not_started: bool = False  # the program is still the stub


def diagnose(trial: Trial, lack: Lack, misunderstood: Misunderstood) -> Diagnosis:
    """Say what the program does instead of what was wanted. It does not survive the question.

    ``misunderstood`` names the misconception that shows in the evidence, if any.
    """
    run = trial.latest
    if run is None:
        return Diagnosis()
    evidence = gather(run, lack)
    if evidence.words_of_the_stub and evidence.is_untouched:
        return Diagnosis(say("Not started: {stub}", stub=in_short(evidence.words_of_the_stub)), not_started=True)
    text, line = after_the_end(run, evidence) if evidence.ended else _doing(run, evidence)
    if evidence.shadowed:
        story = say(
            "The file {shadow} beside {file} is imported instead of Python's own module {module}. {end}",
            shadow=evidence.shadowed,
            file=run.file,
            module=evidence.shadowed.removesuffix(".py"),
            end=text,
        )
        return Diagnosis(story, line, hint=_SHADOWED)
    found = misunderstood(evidence)
    if found is None:
        return Diagnosis(text, line)
    mistake = line_of_call(_source(run), found.calls) if found.calls and not evidence.exception else None
    if mistake is not None and mistake[0] != line:
        line, call = mistake
        text = say("{call}() is called at {place}. {doing}", call=call, place=_quoted(run, line), doing=text)
    story = found.told(evidence)
    if story.template:
        text = say("{story} {doing}", story=story, doing=text)
    return Diagnosis(text, line, found.name, Text(found.hint))


def after_the_end(run: Run, evidence: Evidence) -> tuple[Text, int | None]:
    """Say how the program, which has ended, came to its end, and at which line of the student's file."""
    line = evidence.complaint.line
    if evidence.words_of_the_stub:
        line = line_with(_source(run), _STUB)
        end = say("has ended {how}", how=in_words(run.running.status()))
        return say("{file} {end}.", file=run.name, end=_at(run, line, end)), line
    if not evidence.exception:
        return say("{file} has ended {how}.", file=run.name, how=in_words(run.running.status())), None
    what = in_short(_OF_THE_FILE.sub("", evidence.exception))
    if evidence.complaint.kind in _NOT_PYTHON:
        marked = _MARKED.search(evidence.complaint.text)
        is_short = marked is not None and len(marked[1]) <= _LONGEST_LINE and marked[1].isprintable()
        said = say("{file} does not compile: {what}", file=run.name, what=what)
        if line and f"line {line}" not in what:
            said = say("{said} at line {line}", said=said, line=line)
        if marked and is_short:
            said = say("{said}:\n{code}\n{mark}", said=said, code=marked[1], mark=marked[2])
        return said, line
    return say("{file} {end}.", file=run.name, end=_at(run, line, say("ended with {what}", what=what))), line


def _doing(run: Run, evidence: Evidence) -> tuple[Text, int | None]:
    # Before it is asked where it is, which neither it nor the proof survives.
    (doing, cpu_used), proof = _in_words(run, evidence), run.proof
    is_stopped = run.proof is not None and run.proof.ending in TOO_MANY
    found = Places() if is_stopped else places(run.stacks(evidence.calls), run.file)
    if evidence.call_of_main and evidence.calls_of_others and found.other:
        main = _AT_THE_KEYBOARD if evidence.main_is_at_the_keyboard else _waiting({evidence.call_of_main})
        other = _at(run, found.other, _waiting(evidence.calls_of_others))
        text = say(
            "The main thread of {file} {main}, and another thread {other}.",
            file=run.name,
            main=_at(run, found.main, main),
            other=other,
        )
        return _given_up(proof, text), found.main if evidence.main_is_at_the_keyboard else found.other
    # The latest thread has most to do with what happened last, but not with how much the processor is used.
    stack = found.stack_of_busiest if evidence.runs_wild else found.stack_of_other or found.stack_of_main
    line = next(iter(stack), None)
    if not evidence.asleep:  # it was found at this line by chance
        line = line_of_loop(_source(run), stack) or line
    doing = _at(run, line, doing)
    if cpu_used is not None and evidence.lack.want is not Want.REST:  # then the check itself has said it
        doing = say(
            "{doing}; it has used {seconds} s of CPU time without getting any further",
            doing=doing,
            seconds=round(cpu_used, 1),
        )
    return _given_up(proof, say("{file} {doing}.", file=run.name, doing=doing)), line


def _given_up(proof: Proof | None, doing: Text) -> Text:
    """Say besides how long the grader has waited for a program that sleeps."""
    if proof is None or proof.ending is not Ending.SLEEPING:
        return doing
    return _GIVEN_UP[proof.limit or Limit.WAIT].having(doing=doing, seconds=round(proof.slept, 1))


def _at(run: Run, line: int | None, doing: Text) -> Text:
    """Say besides at which line that is, where one is known."""
    return say("{doing} at {place}", doing=doing, place=_quoted(run, line)) if line else doing


def _waiting(calls: Iterable[str]) -> Text:
    """Say what the program waits for; no calls are known of one that just waits."""
    waits = {text.template: text for text in (_CALLS.get(call, _WAITS) for call in calls)} or {"": _WAITS}
    found = joined(text for _, text in sorted(waits.items()))
    return found if isinstance(found, Text) else Text(found)


def _in_words(run: Run, evidence: Evidence) -> tuple[Text, float | None]:
    """Say what the program does; beside it, of one that spins, the seconds of CPU time that it has used."""
    match run.proof:
        case Proof(ending=ending) if ending in _EXCESSES:
            return _EXCESSES[ending], None
        case Proof(ending=Ending.SPINNING, cpu_used=used):
            prints = run.screen.is_full or "write" in evidence.spins_in
            return say("prints without a pause") if prints else say("runs without a pause"), used
        case Proof(ending=Ending.SLEEPING) if evidence.stopped:
            return _CALLS["stopped"], None
        case Proof(ending=Ending.SLEEPING):
            how = _waiting(evidence.calls) if evidence.asleep else say("wakes up and waits again")
            if evidence.waits_without_address:
                how = say("{doing} on a socket that has no address", doing=how)
        case _ if evidence.at_the_keyboard:
            how = _AT_THE_KEYBOARD
        case _:
            how = _waiting(evidence.calls) if evidence.calls or evidence.asleep else say("keeps running")
    return how, None


def _source(run: Run) -> str:
    return run.path.read_text(encoding="utf-8", errors="replace")


def _quoted(run: Run, line: int) -> Text:
    source = _source(run).splitlines()
    code = source[line - 1].strip().rstrip(":") if 0 < line <= len(source) else ""
    return say("line {line}: {code}", line=line, code=in_short(code)) if code else say("line {line}", line=line)
