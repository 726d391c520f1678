# fails: skips_empty_input, skips_blank_input
# misconception: empty_line_ends_it
# It takes empty input as a wish to leave.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("message (Enter to leave): ").strip()
    if not msg or msg == "q":
        break
    client.sendall(msg.encode())
    print(client.recv(1024).decode())

client.close()
