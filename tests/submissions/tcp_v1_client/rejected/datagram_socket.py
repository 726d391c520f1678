# fails: connects
# misconception: nobody_at_that_address
# It makes a UDP socket, so that connect() makes no TCP connection.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("127.0.0.1", 8080))
client.send(b"Hello")
print(client.recv(1024))
client.close()
