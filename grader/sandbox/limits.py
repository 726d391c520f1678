"""Limits of one run, set in the child before it becomes the student's program (setrlimit(2))."""

import resource
import sys
from collections.abc import Callable

from grader.course import Limits

_KIB, _MIB = 1024, 1024 * 1024


THREADS_OF_A_PROCESS = 8  # the kernel counts tasks: what bounds processes leaves room for so many threads in each


def bounds(limits: Limits, *, counted_apart: bool = False) -> tuple[tuple[int, int], ...]:
    """Return what may be limited and how, as far as the calling process itself is not limited more.

    ``counted_apart``: the kernel counts this user's processes apart from all others', so that they can be bounded.
    """
    values = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: limits.memory_mib * _MIB,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_mib * _MIB,
        resource.RLIMIT_CORE: 0,
    }
    if counted_apart:
        values[resource.RLIMIT_NPROC] = limits.processes * THREADS_OF_A_PROCESS

    hard = {kind: resource.getrlimit(kind)[1] for kind in values}
    unlimited = {kind for kind, bound in hard.items() if bound == resource.RLIM_INFINITY}
    return tuple((kind, value if kind in unlimited else min(value, hard[kind])) for kind, value in values.items())


def setter(limits: Limits, *, counted_apart: bool = False) -> Callable[[], None]:
    """Return a function that limits the calling process and all that it starts, as ``bounds`` says."""
    found = bounds(limits, counted_apart=counted_apart)

    def limit() -> None:
        for kind, bound in found:
            try:
                resource.setrlimit(kind, (bound, bound))
            except (OSError, ValueError):
                if kind != resource.RLIMIT_AS or sys.platform == "linux":  # macOS bounds no address space
                    raise

    return limit
