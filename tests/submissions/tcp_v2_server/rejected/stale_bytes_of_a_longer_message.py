# fails: serves_client_after_client, closes_each_connection, serves_waiting_clients_in_turn, survives_a_silent_client
# misconception: adds_to_the_answer
# Receives into one buffer and answers with as much of it as was ever filled.
import socket

buffer = bytearray(1024)
filled = 0
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
server.listen()
while True:
    connection, address = server.accept()
    count = connection.recv_into(buffer)
    filled = max(filled, count)
    if count:
        connection.sendall(buffer[:filled].upper())
    connection.close()
