# fails: answers_the_first_client, exits_after_one_client, shows_the_conversation, survives_a_silent_client
# misconception: no_such_attribute
import socket

server = socket.create_server(("127.0.0.1", 8080))
client = server.accept()
data = client.recv(1024)
print(client, data)
client.sendall(data.upper())
client.close()
server.close()
