# fails: serves_waiting_clients_in_turn
# misconception: waits_for_more_before_it_answers
# Accepts everybody who waits and answers only when each of them has spoken.
import select
import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, _ = listener.accept()
    group = [(connection, connection.recv(1024))]
    while select.select([listener], [], [], 0)[0]:
        connection, _ = listener.accept()
        group.append((connection, connection.recv(1024)))
    print(len(group), "messages")
    for connection, message in group:
        connection.sendall(message.upper())
        connection.close()
