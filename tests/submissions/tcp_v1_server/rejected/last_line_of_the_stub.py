# fails: exits_after_one_client, survives_a_silent_client
# misconception: last_line_of_the_stub
# All is done, but the last line of the stub has been left in.
import socket
import sys

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
server.listen()
connection, address = server.accept()
data = connection.recv(1024)
print("client", address, "says", data)
connection.sendall(data.upper())
connection.close()
server.close()

# TODO 8: Remove this last line, and the import of sys.
sys.exit("tcp_v1/server.py is still a stub: begin with TODO 1.")
