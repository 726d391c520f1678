"""What tests of the course and of intake share."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.catalog import load_course
from grader.course import Course
from grader.submission import Staged, stage
from tests.packing import SECRET, TREE, plant
from tests.paths import EXERCISES


@pytest.fixture(scope="module")
def course() -> Course:
    """Return the course's catalogue."""
    return load_course(EXERCISES)


@pytest.fixture
def taken(course: Course, tmp_path: Path) -> Callable[..., Staged]:
    """Return a function that takes in a submission, with some of the caps changed."""

    def take(submission: Path, **caps: int) -> Staged:
        intake = msgspec.structs.replace(course.intake, **caps)
        return stage(submission, course.exercise, intake, tmp_path / "staged")

    return take


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    """Return a folder with the files of ``TREE``, beside a file that is none of its business."""
    (tmp_path / "secret.py").write_bytes(SECRET)
    return plant(tmp_path / "submission", TREE)
