# fails: serves_client_after_client, closes_each_connection, serves_waiting_clients_in_turn, survives_a_silent_client
# misconception: adds_to_the_answer
# Adds every message to those before and sends them all.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8080))
    s.listen()
    history = b""
    while True:
        c, addr = s.accept()
        with c:
            text = c.recv(1024)
            print("received", text, "from", addr)
            history += text
            c.sendall(history.upper())
