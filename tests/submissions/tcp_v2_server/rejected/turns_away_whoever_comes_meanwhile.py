# fails: serves_waiting_clients_in_turn
# misconception: turns_clients_away
# Closes the connection of a client that comes while another is being served.
import select
import socket

listener = socket.create_server(("127.0.0.1", 8080))
current = None

while True:
    watched = [listener] if current is None else [current, listener]
    readable, _, _ = select.select(watched, [], [])
    if current in readable:
        data = current.recv(1024)
        if data:
            current.sendall(data.upper())
        current.close()
        current = None
    elif listener in readable:
        connection, address = listener.accept()
        if current is None:
            current = connection
        else:
            print("busy, no time for", address)
            connection.close()
