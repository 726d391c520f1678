# fails: answers_the_first_client, exits_after_one_client, shows_the_conversation, survives_a_silent_client
# misconception: unexpected_exception
# Receives at once from a connection that does not block: nothing has come yet.
import socket

server = socket.create_server(("127.0.0.1", 8080))
client, address = server.accept()
client.setblocking(False)
data = client.recv(1024)
print(address, data)
client.sendall(data.upper())
client.close()
server.close()
