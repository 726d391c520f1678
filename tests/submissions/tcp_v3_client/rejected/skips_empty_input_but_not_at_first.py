# fails: skips_empty_input, skips_blank_input
# misconception: empty_message_sent
# It sends the first input even when that is empty, and skips empty input only later.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

msg = input("> ").strip()
while msg != "q":
    client.sendall(msg.encode())
    print(client.recv(1024).decode())
    msg = input("> ").strip()
    while not msg:
        print("empty, try again")
        msg = input("> ").strip()

client.close()
