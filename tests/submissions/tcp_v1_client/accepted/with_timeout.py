import socket
import sys

client = socket.socket()
client.settimeout(10)
error = client.connect_ex(("127.0.0.1", 8080))
if error:
    print("cannot connect, error number", error)
    sys.exit(1)

try:
    client.sendall(b"Are you there?")
    print(client.recv(1024).decode())
except socket.timeout:
    print("the server is silent")
    sys.exit(1)
finally:
    client.close()
