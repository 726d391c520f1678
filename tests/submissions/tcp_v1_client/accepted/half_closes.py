import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))

client.sendall(b"that is all I have to say")
client.shutdown(socket.SHUT_WR)  # nothing more from me, but I go on listening

answer = b""
while True:
    piece = client.recv(1024)
    if not piece:
        break
    answer += piece

print(answer.decode())
client.close()
