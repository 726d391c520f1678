# fails: survives_a_reset
# misconception: departure_not_expected
# Catches what the first receive of a conversation raises, and nothing after that.
import socket

listener = socket.create_server(("127.0.0.1", 8081))
while True:
    client, address = listener.accept()
    with client:
        try:
            data = client.recv(1024)
        except ConnectionResetError:
            print(address, "was never really there")
            continue
        while data:
            client.sendall(data.upper())
            data = client.recv(1024)
