"""What is probably misunderstood in the workshop."""

from grader.explain.evidence import Evidence
from grader.explain.misconception import Misconception
from grader.failures import Want

_LEAVES_ORPHANS = Misconception(
    "leaves_orphans",
    lambda seen: seen.lack.want is Want.NOBODY_LEFT,
    "Who ends the children, and who waits for them?",
)
FOR_SERVERS: tuple[Misconception, ...] = ()
FOR_CLIENTS: tuple[Misconception, ...] = (_LEAVES_ORPHANS,)


def misconception(seen: Evidence) -> Misconception | None:
    """Return the one that there is, where it shows."""
    return _LEAVES_ORPHANS if _LEAVES_ORPHANS.shows(seen) else None
