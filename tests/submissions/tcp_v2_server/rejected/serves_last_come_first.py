# fails: serves_waiting_clients_in_turn
# misconception: message_not_received
# Puts the waiting clients on a stack and serves the last one first.
import select
import socket

listener = socket.create_server(("127.0.0.1", 8080))
waiting = []

while True:
    if not waiting:
        waiting.append(listener.accept())
    while select.select([listener], [], [], 0)[0]:
        waiting.append(listener.accept())
    connection, address = waiting.pop()
    print("now serving", address)
    data = connection.recv(1024)
    connection.sendall(data.upper())
    connection.close()
