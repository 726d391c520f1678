# fails: answers_the_sender
# misconception: unpacks_something_else
# Calls recv() and unpacks the message as if an address came with it.
# UDP 服务端
import socket

服务端 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
服务端.bind(('127.0.0.1', 8080))
print('UDP 服务端已启动')

while True:
    msg, addr = 服务端.recv(1024)
    print('收到来自', addr, '的消息:', msg)
    服务端.sendto(msg.upper(), addr)
