# fails: serves_the_next_client, survives_a_reset, survives_a_reset_before_the_first_message, rests_when_nobody_speaks, serves_the_waiting_client
# misconception: end_of_stream_not_seen
# Two loops and nothing else: spins on an empty message, and a reset ends it.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)

while True:
    conn, client_addr = server.accept()
    print(client_addr)

    while True:
        data = conn.recv(1024)
        conn.send(data.upper())

    conn.close()
