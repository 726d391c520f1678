# fails: serves_client_after_client, closes_each_connection, serves_waiting_clients_in_turn, survives_a_silent_client
# misconception: closes_the_listener
# Closes the listening socket with the first connection, and takes no notice of what accept() says to that.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 8080))
server.listen(5)

while True:
    try:
        conn, addr = server.accept()
    except OSError:
        continue
    data = conn.recv(1024)
    print(addr, data)
    conn.send(data.upper())
    conn.close()
    server.close()
