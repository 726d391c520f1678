# fails: exits_cleanly
# misconception: bytes_for_text
# It glues a str and bytes together after it has printed the reply, which raises a TypeError.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"Hello")
reply = client.recv(1024)
print(reply)
print("The server said: " + reply)
client.close()
