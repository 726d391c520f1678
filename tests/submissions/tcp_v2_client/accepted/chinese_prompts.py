import socket

地址 = ("127.0.0.1", 8080)

with socket.socket() as 电话:
    电话.connect(地址)
    电话.send("中文 and English".encode())
    print("收到:", 电话.recv(1024).decode())
print("通话结束")
