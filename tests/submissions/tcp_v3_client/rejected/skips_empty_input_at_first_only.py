# fails: skips_empty_input, skips_blank_input
# misconception: empty_message_sent
# It insists on a first message, but sends empty input after it.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

msg = ""
while msg == "":
    msg = input("First message: ").strip()

while msg != "q":
    client.sendall(msg.encode())
    print(client.recv(1024).decode())
    msg = input("Next message: ").strip()

client.close()
