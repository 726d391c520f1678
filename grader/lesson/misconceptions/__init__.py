"""What is probably misunderstood: each with a name, how it shows, and what to think about. Never the solution.

A name is for instructors, who count them; the story (where there is one) and the hint are for the student. The first
that fits is told. None looks at the program's text: they show in what the program does.
"""

from grader.engine.endings import Ending
from grader.explain.evidence import Evidence
from grader.explain.misconception import Misconception, raised, waits_only_in, wants
from grader.failures import Want
from grader.lesson.misconceptions.beginnings import BEGINNINGS
from grader.lesson.misconceptions.clients import CLIENTS
from grader.lesson.misconceptions.contents import CONTENTS
from grader.lesson.misconceptions.servers import SERVERS


def _is_missing_in_a_module(seen: Evidence) -> bool:
    return "module '" in seen.exception and "has no attribute" in seen.exception


_AT_FIRST = (
    Misconception(
        "stopped_by_a_signal",
        lambda seen: seen.stopped,
        "A process that is stopped has not ended: it waits until somebody sends it SIGCONT. Which line stops it, and "
        "what is the program to do instead?",
    ),
)
_AT_LAST = (
    Misconception(
        "loops_without_change",
        lambda seen: seen.runs_wild,
        "Each round of the loop finds what the round before it found. What is to change, and what leads out of "
        "the loop?",
    ),
    Misconception(
        "sleeps_on",
        lambda seen: seen.ending is Ending.SLEEPING and waits_only_in(seen, "sleep"),
        "What does the program sleep for? Which call waits for the very thing instead?",
    ),
    Misconception(
        "sends_something_else",
        lambda seen: wants(seen, Want.ANSWER, Want.MESSAGE, Want.DATAGRAMS) and bool(seen.lack.wanted)
        and not seen.exception and seen.lack.came not in {b"", seen.lack.wanted},
        "Compare the bytes that were expected with those that came, one by one. Which step of your program makes the "
        "difference?",
    ),
    Misconception(
        "unpacks_something_else",
        raised("to unpack"),
        "How many values does the call return, and how many names stand before it? Which call returns the sender too?",
    ),
    Misconception(
        "named_but_not_called",
        raised("method object", "function_or_method", "'method'", "function object", "'function'"),
        "A function that is only named does not run; what stands there is the function itself. What makes it run?",
    ),
    Misconception(
        "unknown_name",
        lambda seen: raised("NameError", "cannot import name")(seen) or _is_missing_in_a_module(seen),
        "Where does this name come from: is it spelt in the same way there, and is that line reached before this one? "
        "A module's name is known only after its import.",
    ),
    Misconception(
        "module_not_there",
        raised("ModuleNotFoundError"),
        "Which modules does every Python have, under which names, in small letters or capitals? Some exist on Windows "
        "only, others must be installed; the exercise needs neither.",
    ),
    Misconception(
        "no_such_attribute",
        raised("has no attribute"),
        "The message says what kind of object stands before the dot. Is it the object that you mean, or what a call "
        "returned with it or instead of it?",
    ),
    Misconception(
        "wrong_arguments",
        raised(
            *("positional argument", "takes exactly", "takes at least", "takes at most", "takes no arguments"),
            *("expected at least", "expected at most", "unexpected keyword argument", "expected, got"),
        ),
        "How many values does this call take, of which kinds? Its documentation says so.",
    ),
    Misconception(
        "called_but_no_function",
        raised("object is not callable"),
        "Only functions, methods and classes can be called. What stands before the brackets, and what did you mean?",
    ),
    Misconception(
        "ends_with_another_status",
        lambda seen: wants(seen, Want.CLEAN_END) and bool(seen.status) and not seen.exception,
        "The exit status tells whether all went well, and 0 means yes. Where does the other number come from?",
    ),
    Misconception(
        "unexpected_exception",
        lambda seen: seen.ended and bool(seen.exception),
        "The last line of a traceback says what kind of error it was, and why. The lines above it lead to the call. "
        "What did that call get, and what does it take?",
    ),
)  # fmt: skip
FOR_SERVERS = (*_AT_FIRST, *BEGINNINGS, *CONTENTS, *SERVERS, *_AT_LAST)
FOR_CLIENTS = (*_AT_FIRST, *BEGINNINGS, *CONTENTS, *CLIENTS, *_AT_LAST)


def misconception(seen: Evidence) -> Misconception | None:
    """Return the first that shows, if any."""
    table = FOR_SERVERS if seen.is_server else FOR_CLIENTS
    return next((each for each in table if each.shows(seen)), None)
