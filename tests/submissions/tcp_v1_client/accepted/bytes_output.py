import socket

tcp_client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
tcp_client.connect(('127.0.0.1', 8080))
tcp_client.send(bytes("abc", "ascii"))
print("message from server: %r" % tcp_client.recv(1024))
tcp_client.close()
