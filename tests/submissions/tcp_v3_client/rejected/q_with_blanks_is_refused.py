# fails: quits_on_q_with_blanks_around_it
# misconception: looks_before_stripping
# It insists on a bare q: with blanks around it, it complains and asks again.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ")
    message = line.strip()
    if message == "q":
        if line == message:
            break
        print("type q, and nothing else, to leave")
    elif message:
        client.sendall(message.encode())
        print(client.recv(1024).decode())

client.close()
