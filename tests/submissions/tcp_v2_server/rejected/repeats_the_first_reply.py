# fails: serves_client_after_client, closes_each_connection, serves_waiting_clients_in_turn, survives_a_silent_client
# misconception: sends_something_else
# Answers every client with the reply to the first message.
import socket

server = socket.create_server(('127.0.0.1', 8080))
reply = b''

while True:
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, data)
    if not reply:
        reply = data.upper()
    if data:
        conn.send(reply)
    conn.close()
