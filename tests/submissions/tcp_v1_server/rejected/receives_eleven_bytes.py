# fails: answers_the_first_client, shows_the_conversation
# misconception: takes_a_piece_for_the_whole
# Receives at most eleven bytes: whatever is longer is answered in part.
import socket

server = socket.socket()
server.bind(("127.0.0.1", 8080))
server.listen()
connection, address = server.accept()
data = connection.recv(11)
print(address, data)
connection.send(data.upper())
connection.close()
server.close()
