# fails: ends_when_the_server_is_gone
# misconception: server_gone_unnoticed
# It catches every exception and asks for the next line, though the server has gone.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    try:
        client.send(msg.encode())
        print(client.recv(1024).decode())
    except OSError as error:
        print("something went wrong:", error)

client.close()
