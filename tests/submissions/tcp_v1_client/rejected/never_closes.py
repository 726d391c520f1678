# fails: closes_the_connection, exits_cleanly
# misconception: asks_the_keyboard
# It waits for the keyboard after the reply, with the connection still open.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"Hello")
print(client.recv(1024).decode())
input("Press Enter to leave ...")
client.close()
