import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
message = "once more"
client.send(message.encode("utf-8"))
reply = client.recv(1024)
print(message, "->", reply.decode("utf-8"))
client.close()
