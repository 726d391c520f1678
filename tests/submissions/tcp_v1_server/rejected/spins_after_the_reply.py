# fails: exits_after_one_client, closes_the_connection, survives_a_silent_client
# misconception: loops_without_change
import socket

server = socket.create_server(("127.0.0.1", 8080))
connection, address = server.accept()
data = connection.recv(1024)
print(address, data)
connection.sendall(data.upper())
connection.close  # the brackets are missing
while True:
    pass
