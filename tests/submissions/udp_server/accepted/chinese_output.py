# 基于 UDP 协议的服务端:不需要 listen,也不需要 accept
import socket

服务端 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
服务端.bind(('127.0.0.1', 8080))
print('UDP 服务端已启动')

while True:
    数据, 客户端地址 = 服务端.recvfrom(1024)
    print('收到来自 %s 的数据报:%s' % (客户端地址, 数据))
    if not 数据:
        print('(空数据报)')
    服务端.sendto(数据.upper(), 客户端地址)
