"""Nothing is known to be misunderstood."""

from grader.explain.evidence import Evidence
from grader.explain.misconception import Misconception


def misconception(seen: Evidence) -> Misconception | None:
    """Return none."""
    del seen
    return None
