"""Limits of one run, set in the child before it becomes the student's program (setrlimit(2))."""

import resource
import sys
from collections.abc import Callable

from grader.model import Limits

_KIB, _MIB = 1024, 1024 * 1024


def setter(limits: Limits) -> Callable[[], None]:
    """Return a function that limits the calling process and all that it starts."""
    values = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: limits.memory_mib * _MIB,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_mib * _MIB,
        resource.RLIMIT_CORE: 0,
    }

    def limit() -> None:
        for kind, value in values.items():
            hard = resource.getrlimit(kind)[1]
            bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
            try:
                resource.setrlimit(kind, (bound, bound))
            except (OSError, ValueError):
                if kind != resource.RLIMIT_AS or sys.platform == "linux":  # macOS bounds no address space
                    raise

    return limit
