# fails: shows_the_conversation
# misconception: conversation_not_shown
# Prints every port that a client can have, so that the client's is among them.
import socket

server = socket.create_server(("127.0.0.1", 8080))
client, _ = server.accept()
message = client.recv(1024)
print(message, *range(1024, 65536))
client.sendall(message.upper())
client.close()
server.close()
