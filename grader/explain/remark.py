"""What is still to be said of a program that has passed a check."""

from grader.engine.trial import Trial
from grader.explain.diagnosis import after_the_end
from grader.explain.evidence import gather
from grader.failures import Lack, Want
from grader.text import Text, say

_FAILURE = 1  # the exit status of a Python program that ended with a traceback, or with words for sys.exit


def remark(trial: Trial) -> tuple[Text, int | None]:
    """Say that the program ended with a traceback, or at the last line of the stub; and at which line of it.

    It costs nothing, and it is told where all else is well: the check saw what it asks for before that.
    """
    run = trial.latest
    if run is None:
        return Text(""), None
    run.settle()
    if not run.running.has_ended() or run.running.status() != _FAILURE:
        return Text(""), None
    evidence = gather(run, Lack(Want.CLEAN_END))
    if evidence.words_of_the_stub:
        _, line = after_the_end(run, evidence)
        return say(
            "passed, but {file} reached the last line of the stub, which is still in the file.", file=run.file
        ), line
    if not evidence.exception:
        return Text(""), None
    told, line = after_the_end(run, evidence)
    return say("passed, but {end}", end=told), line
