import socket

client = None

while True:
    text = input("Say something: ").strip()
    if text == "q":
        break
    if text == "":
        continue
    if client is None:
        client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        client.connect(("127.0.0.1", 8081))
        print("(connected)")
    client.sendall(text.encode())
    print(client.recv(1024).decode())

if client is not None:
    client.close()
