# fails: serves_several_clients
# misconception: answers_go_astray
# Sends every reply to all clients that it has ever heard of.
# UDP 服务端
import socket

服务端 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
服务端.bind(('127.0.0.1', 8080))
print('UDP 服务端已启动')

clients = set()

while True:
    msg, addr = 服务端.recvfrom(1024)
    print('收到来自', addr, '的消息:', msg)
    clients.add(addr)
    for client in clients:
        服务端.sendto(msg.upper(), client)
