# 第二版服务端:加上链接循环
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8080))
phone.listen(5)
print('等待来电……')

while True:  # 链接循环
    conn, client_addr = phone.accept()
    print('来电者:', client_addr)
    msg = conn.recv(1024)
    print('客户端发来的消息是:%s' % msg)
    conn.send(msg.upper())
    conn.close()
    print('挂断')
