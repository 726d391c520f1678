# fails: exits_cleanly
# misconception: ends_with_another_status
# It says goodbye with sys.exit("..."), which makes the exit status 1.
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
client.send("Hello".encode())
print(client.recv(1024).decode())
client.close()
sys.exit("Goodbye")
