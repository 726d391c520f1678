"""hello/server.py: a check that ends the process that examines."""

import os
import signal

from grader.kit import Server, check


@check(points=1, hint="?")
def passes(server: Server) -> None:
    """The server answers."""
    server.serves_a_new_client()


@check(points=1, hint="?")
def takes_the_examiner_along(server: Server) -> None:
    """The examining process is killed before it can report anything."""
    server.can_be_reached()
    os.kill(os.getpid(), signal.SIGKILL)
