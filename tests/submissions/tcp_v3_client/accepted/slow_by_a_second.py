import socket
import time

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("slowly: ").strip()
    if not msg:
        continue
    if msg == "q":
        print("closing ...")
        time.sleep(1)
        break
    client.send(msg.encode())
    reply = client.recv(1024)
    time.sleep(1)
    print(reply.decode())

client.close()
