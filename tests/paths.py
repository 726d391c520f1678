"""Where things lie, and how the grader is called as its users call it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXERCISES = ROOT / "exercises"
SOLUTIONS = ROOT / "solutions"
MINI_COURSE = Path(__file__).parent / "mini_course"
WORKSHOP = Path(__file__).parent / "workshop_course"
GRADER = (sys.executable, "-m", "grader")


def environment(**more: str) -> dict[str, str]:
    """Return a user's environment, without what the tests' own runner has put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | more


def run(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Call ``python -m grader`` with these words, from the repository's root, and ``more`` in its environment."""
    return subprocess.run(
        [*GRADER, *map(str, words)], cwd=ROOT, env=environment(**more), capture_output=True, text=True, check=False
    )
