# attack: leaves a listener that no process holds: in the queue of a socket that is in its own queue
# family: survive
# score: 0
# stopped: namespaces user plain
import socket

for port in (8080, 8081):
    server = socket.create_server(("0.0.0.0", port))
    one, other = socket.socketpair()
    descriptors = [server.fileno(), one.fileno(), other.fileno()]
    socket.send_fds(one, [b"x"], descriptors)
    socket.send_fds(other, [b"x"], descriptors)
