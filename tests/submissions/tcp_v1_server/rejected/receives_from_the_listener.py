# fails: answers_the_first_client, exits_after_one_client, shows_the_conversation, survives_a_silent_client
# misconception: receives_from_the_listener
# Receives from the socket that listens, not from the one that leads to the client.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 8080))
server.listen(5)
print("waiting")
conn, addr = server.accept()
data = server.recv(1024)
print(addr, data)
conn.send(data.upper())
conn.close()
server.close()
