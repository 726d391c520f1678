# fails: sends_a_message
# misconception: unexpected_exception
import socket


class NotReady(Exception):
    pass


with socket.create_connection(("127.0.0.1", 8080)) as client:
    raise NotReady("there is nothing to say yet")
