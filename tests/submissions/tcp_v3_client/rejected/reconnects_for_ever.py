# fails: ends_when_the_server_is_gone
# misconception: server_gone_unnoticed
# When the server has gone, it tries ten times a second, for ever, to reach it again.
import socket
import time

ADDRESS = ("127.0.0.1", 8081)
client = socket.create_connection(ADDRESS)


def reconnect():
    while True:
        try:
            return socket.create_connection(ADDRESS)
        except ConnectionRefusedError:
            time.sleep(0.1)


while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    try:
        client.sendall(msg.encode())
        reply = client.recv(1024)
    except ConnectionError:
        reply = b""
    if reply:
        print(reply.decode())
    else:
        print("connection lost, trying again")
        client = reconnect()

client.close()
