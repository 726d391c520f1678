# fails: asks_for_input
# misconception: nothing_asked
# It waits for the first line before it says what it wants.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

line = input().strip()
print("Type messages; q quits.")
while line != "q":
    if line:
        client.sendall(line.encode())
        print(client.recv(1024).decode())
    line = input("next: ").strip()

client.close()
