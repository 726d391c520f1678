# fails: serves_client_after_client, closes_each_connection, serves_waiting_clients_in_turn, survives_a_silent_client
# misconception: port_taken_by_itself
# Makes and binds a new listening socket for every client; the second one finds the address taken by the first.
import socket

listeners = []
while True:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind(("127.0.0.1", 8080))
    server.listen(5)
    listeners.append(server)
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, data)
    conn.send(data.upper())
    conn.close()
