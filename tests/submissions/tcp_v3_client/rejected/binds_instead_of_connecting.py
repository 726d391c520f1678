# fails: asks_for_input
# misconception: roles_swapped
# It binds and listens like a server and waits in accept() for somebody to come.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.bind(("127.0.0.1", 9090))
client.listen(5)
connection, address = client.accept()

while True:
    msg = input(">>: ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    connection.send(msg.encode("utf-8"))
    print(connection.recv(1024).decode("utf-8"))

connection.close()
client.close()
