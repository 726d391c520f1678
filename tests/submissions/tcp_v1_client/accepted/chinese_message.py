# 第一版客户端:发送一条消息,打印回复,关闭连接
import socket

客户端 = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
客户端.connect(("127.0.0.1", 8080))
print("已连接服务器")

客户端.send("你好, Server".encode("utf-8"))
回复 = 客户端.recv(1024)
print("服务器的回复:", 回复.decode("utf-8"))

客户端.close()
print("再见")
