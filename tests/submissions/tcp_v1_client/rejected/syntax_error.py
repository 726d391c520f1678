# fails: connects
# misconception: does_not_compile
# A parenthesis is missing, so that Python cannot even read the program.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080)
client.send(b"Hello")
print(client.recv(1024))
client.close()
