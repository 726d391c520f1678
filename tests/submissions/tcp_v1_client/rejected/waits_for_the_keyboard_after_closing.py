# fails: exits_cleanly
# misconception: asks_the_keyboard
# It closes the connection, but then waits for the keyboard instead of ending.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"Hello")
print(client.recv(1024).decode())
client.close()

input("Press Enter to close this window")
