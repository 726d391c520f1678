# fails: exits_after_one_client
# misconception: sockets_are_not_closed
# A child process goes on listening when the program has ended.
import os
import socket

listener = socket.create_server(("127.0.0.1", 8080))
connection, address = listener.accept()
data = connection.recv(1024)
print(address, data)
if data and os.fork() == 0:
    # The child was meant to take the next client and go.
    connection.close()
    listener.accept()
    raise SystemExit
connection.sendall(data.upper())
connection.shutdown(socket.SHUT_WR)
connection.close()
listener.close()
