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
        "A stopped process has not ended. It waits until another process sends it SIGCONT. Which line stops it? "
        "What should the program do instead?",
    ),
)
_AT_LAST = (
    Misconception(
        "loops_without_change",
        lambda seen: seen.runs_wild,
        "Nothing changes from one round of the loop to the next. What should change? Which condition ends the "
        "loop?",
    ),
    Misconception(
        "sleeps_on",
        lambda seen: seen.ending is Ending.SLEEPING and waits_only_in(seen, "sleep"),
        "Why does the program sleep? Which call waits for the event itself?",
    ),
    Misconception(
        "sends_something_else",
        lambda seen: wants(seen, Want.ANSWER, Want.MESSAGE, Want.DATAGRAMS) and bool(seen.lack.wanted)
        and not seen.exception and seen.lack.came not in {b"", seen.lack.wanted},
        "Compare the expected bytes with the received bytes, one by one. Which step of your program makes the "
        "difference?",
    ),
    Misconception(
        "unpacks_something_else",
        raised("to unpack"),
        "How many values does the call return? How many names take them? Which call also returns the sender?",
    ),
    Misconception(
        "named_but_not_called",
        raised("method object", "function_or_method", "'method'", "function object", "'function'"),
        "The name of a function alone does not call it. What must follow the name so that the function runs?",
    ),
    Misconception(
        "unknown_name",
        lambda seen: raised("NameError", "cannot import name")(seen) or _is_missing_in_a_module(seen),
        "Where is this name defined? Is it spelled in the same way there? Does that line run before this one? A "
        "module's name is known only after its import.",
    ),
    Misconception(
        "module_not_there",
        raised("ModuleNotFoundError"),
        "Which modules come with every Python? How are their names spelled, in small letters or capitals? Some "
        "modules exist only on Windows, and others must be installed. This exercise needs neither kind.",
    ),
    Misconception(
        "no_such_attribute",
        raised("has no attribute"),
        "The message names the type of the object before the dot. Is it the object that you want, or is it what "
        "a call returned?",
    ),
    Misconception(
        "wrong_arguments",
        raised(
            *("positional argument", "takes exactly", "takes at least", "takes at most", "takes no arguments"),
            *("expected at least", "expected at most", "unexpected keyword argument", "expected, got"),
        ),
        "How many values does this call take, and of which types? Its documentation tells you.",
    ),
    Misconception(
        "called_but_no_function",
        raised("object is not callable"),
        "Only functions, methods and classes can be called. What is before the brackets? What did you want to "
        "call?",
    ),
    Misconception(
        "ends_with_another_status",
        lambda seen: wants(seen, Want.CLEAN_END) and bool(seen.status) and not seen.exception,
        "The exit status says whether the program succeeded: 0 means yes. Where does the other number come "
        "from?",
    ),
    Misconception(
        "unexpected_exception",
        lambda seen: seen.ended and bool(seen.exception),
        "The last line of a traceback names the error and its reason. The lines above it show the call. What "
        "did that call get, and what does it accept?",
    ),
)  # fmt: skip
FOR_SERVERS = (*_AT_FIRST, *BEGINNINGS, *CONTENTS, *SERVERS, *_AT_LAST)
FOR_CLIENTS = (*_AT_FIRST, *BEGINNINGS, *CONTENTS, *CLIENTS, *_AT_LAST)


def misconception(seen: Evidence) -> Misconception | None:
    """Return the first that shows, if any."""
    table = FOR_SERVERS if seen.is_server else FOR_CLIENTS
    return next((each for each in table if each.shows(seen)), None)
