"""What becomes of a message: it comes back in upper case."""

from grader.lesson.service import SERVICE

__all__ = ["SERVICE"]
