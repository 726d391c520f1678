import readline  # arrow keys and a history for input()
import socket

readline.set_history_length(100)

with socket.socket() as client:
    client.connect(("127.0.0.1", 8081))
    while True:
        line = input("history> ").strip()
        if not line:
            continue
        if line == "q":
            break
        client.sendall(line.encode())
        print(client.recv(1024).decode())

print(readline.get_current_history_length(), "lines typed")
