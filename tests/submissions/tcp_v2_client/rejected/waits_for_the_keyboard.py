# fails: runs_again_and_again, exits_cleanly
# misconception: asks_the_keyboard
# It waits for the keyboard after the reply instead of ending.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"hello")
print(client.recv(1024).decode())
client.close()
input("Press Enter to exit")
