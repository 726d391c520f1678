# fails: answers_the_first_client, exits_after_one_client, shows_the_conversation, survives_a_silent_client
# misconception: wrong_arguments
import socket

server = socket.create_server(("127.0.0.1", 8080))
connection, address = server.accept()
with connection:
    data = connection.recv()
    print(address, data)
    connection.sendall(data.upper())
server.close()
