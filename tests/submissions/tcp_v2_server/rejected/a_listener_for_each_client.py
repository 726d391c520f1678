# fails: serves_waiting_clients_in_turn
# misconception: turns_clients_away
# Makes a new listener for each client: those who wait at the one before are lost with it.
import socket

while True:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 8080))
    listener.listen()
    client, address = listener.accept()
    data = client.recv(1024)
    if data:
        client.sendall(data.upper())
    client.close()
    listener.close()
