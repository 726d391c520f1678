"""What is probably misunderstood in the miniature course."""

from grader.explain.evidence import Evidence
from grader.explain.misconception import Misconception

_SOMETHING_ELSE = Misconception(
    "swaps_what_is_to_stay",
    lambda seen: bool(seen.lack.came),
    "Which letters are to change?",
)
FOR_SERVERS = FOR_CLIENTS = (_SOMETHING_ELSE,)


def misconception(seen: Evidence) -> Misconception | None:
    """Return the one that there is, where it shows."""
    return _SOMETHING_ELSE if _SOMETHING_ELSE.shows(seen) else None
