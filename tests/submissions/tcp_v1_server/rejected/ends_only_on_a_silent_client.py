# fails: exits_after_one_client
# misconception: one_client_too_many
# Takes client after client until one says nothing.
import socket

with socket.create_server(("127.0.0.1", 8080)) as server:
    while True:
        conn, addr = server.accept()
        with conn:
            data = conn.recv(1024)
            print(addr, data)
            if not data:
                break
            conn.sendall(data.upper())
