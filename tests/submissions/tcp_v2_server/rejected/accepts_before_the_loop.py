# fails: serves_client_after_client, closes_each_connection, serves_waiting_clients_in_turn, survives_a_silent_client
# misconception: uses_a_closed_socket
# Calls accept() outside the loop and receives on the closed connection in the second round.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

conn, client_addr = server.accept()
print('client:', client_addr)
while True:
    data = conn.recv(1024)
    print('message:', data)
    conn.send(data.upper())
    conn.close()
