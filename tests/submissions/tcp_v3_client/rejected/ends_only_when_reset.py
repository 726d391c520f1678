# fails: ends_when_the_server_is_gone
# misconception: server_gone_unnoticed
# A reset ends it, but the end of the stream does not: it takes b"" for a reply and a broken pipe for a message lost.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    try:
        client.sendall(msg.encode())
        print("reply:", client.recv(1024).decode())
    except ConnectionResetError:
        print("the server has reset the connection")
        break
    except BrokenPipeError:
        print("message lost")

client.close()
