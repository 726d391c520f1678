"""The same service."""

from tests.mini_course.service import SERVICE

__all__ = ["SERVICE"]
