# fails: leaks_no_sockets
# misconception: sockets_are_not_closed
# A descriptor that lies in the queue of a socket is in no list of a process's descriptors, and open all the same.
import socket

near, far = socket.socketpair()
server = socket.create_server(("127.0.0.1", 8081))
while True:
    connection, _ = server.accept()
    try:
        while data := connection.recv(1024):
            connection.sendall(data.upper())
    except ConnectionError:
        pass
    socket.send_fds(near, [b"x"], [connection.fileno()])
    connection.close()
