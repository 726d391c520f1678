"""counter/clerk.py: started where another one is."""

from grader.kit import TcpAndUdpServer, check


@check(points=1, hint="What does bind say of an address that somebody has?", side_by_side=True)
def a_second_one_ends(server: TcpAndUdpServer) -> None:
    """Started a second time, the program ends by itself, and the first one goes on."""
    server.can_be_reached()
    second = server.another()
    second.ends()
    server.serves_a_new_client()
