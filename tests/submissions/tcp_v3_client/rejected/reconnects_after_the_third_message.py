# fails: holds_a_conversation
# misconception: socket_for_each_message
# It gives up its connection after every third message and makes a new one.
import socket

client = socket.create_connection(("127.0.0.1", 8081))
count = 0

while True:
    line = input("=> ").strip()
    if line == "q":
        break
    if line == "":
        continue
    if count == 3:
        client.close()
        client = socket.create_connection(("127.0.0.1", 8081))
        count = 0
    client.sendall(line.encode())
    print(client.recv(1024).decode())
    count += 1

client.close()
