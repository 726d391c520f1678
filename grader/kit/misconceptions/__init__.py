"""What is probably misunderstood: each with a name, how it shows, and what to think about. Never the solution.

A name is for instructors, who count them; the story (where there is one) and the hint are for the student. The first
that fits is told. None looks at the program's text: they show in what the program does.
"""

from grader.failures import Want
from grader.kit.endings import Ending
from grader.kit.evidence import Evidence
from grader.kit.misconceptions.beginnings import BEGINNINGS
from grader.kit.misconceptions.clients import CLIENTS
from grader.kit.misconceptions.contents import CONTENTS
from grader.kit.misconceptions.servers import SERVERS
from grader.kit.misconceptions.shape import Misconception, raised, wants

_AT_LAST = (
    Misconception(
        "loops_without_change",
        lambda seen: seen.runs_wild,
        "Each round of the loop finds what the round before it found. What is to change, and what leads out of "
        "the loop?",
    ),
    Misconception(
        "asks_the_keyboard",
        lambda seen: seen.at_the_keyboard and seen.typed is None
        and wants(seen, Want.END, Want.END_OF_STREAM, Want.MESSAGE),
        "Nobody sits at the keyboard of this program. What does it ask for, and could it do without?",
    ),
    Misconception(
        "sleeps_on",
        lambda seen: seen.ending is Ending.SLEEPING,
        "What does the program sleep for? Which call waits for the very thing instead?",
    ),
    Misconception(
        "sends_something_else",
        lambda seen: wants(seen, Want.ANSWER, Want.MESSAGE, Want.DATAGRAMS) and bool(seen.lack.wanted)
        and seen.lack.came not in {b"", seen.lack.wanted},
        "Compare the bytes that were to come with those that came, one by one. Which step of your program makes the "
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
        raised("NameError", "has no attribute"),
        "Python does not know that name. Compare it letter by letter with the place that it comes from.",
    ),
    Misconception(
        "ends_with_another_status",
        lambda seen: wants(seen, Want.CLEAN_END) and bool(seen.status) and not seen.exception,
        "The exit status tells whoever started the program whether all went well, and 0 means yes. Where does the "
        "other number come from?",
    ),
)  # fmt: skip
FOR_SERVERS = (*BEGINNINGS, *CONTENTS, *SERVERS, *_AT_LAST)
FOR_CLIENTS = (*BEGINNINGS, *CONTENTS, *CLIENTS, *_AT_LAST)


def misconception(seen: Evidence) -> Misconception | None:
    """Return the first that shows, if any."""
    table = FOR_SERVERS if seen.is_server else FOR_CLIENTS
    return next((each for each in table if each.shows(seen)), None)
