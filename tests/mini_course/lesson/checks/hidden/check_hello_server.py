"""hello/server.py: a check that students do not see."""

from grader.kit import Server, check


@check(points=512, hint="?")
def passes_too(server: Server) -> None:
    """The server answers again."""
    server.serves_a_new_client()
