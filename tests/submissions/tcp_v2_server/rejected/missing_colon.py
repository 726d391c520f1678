# fails: listens
# misconception: does_not_compile
# A colon is missing: the program is no Python.
# 服务端:链接循环
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8080))
phone.listen(5)

while True
    print('等待来电')
    conn, addr = phone.accept()
    print('来电者:', addr)
    msg = conn.recv(1024)
    print('对方说:', msg)
    conn.send(msg.upper())
    conn.close()
