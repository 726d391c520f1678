# 第一版服务端:只接待一个客户端
import socket

服务器 = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
服务器.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
服务器.bind(('127.0.0.1', 8080))
服务器.listen(5)
print('服务器启动,等待连接……')

连接, 地址 = 服务器.accept()
print('客户端地址:', 地址)
数据 = 连接.recv(1024)
print('收到的消息:', 数据.decode('utf-8'))
连接.send(数据.upper())
print('已回复,再见!')

连接.close()
服务器.close()
