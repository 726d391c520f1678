# fails: answers_the_first_client
# misconception: text_for_bytes
# Gives send() a str, so that it raises and the program ends.
# 服务端:链接循环
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8080))
phone.listen(5)

while True:
    print('等待来电')
    conn, addr = phone.accept()
    print('来电者:', addr)
    msg = conn.recv(1024)
    print('对方说:', msg)
    conn.send(msg.decode('utf-8').upper())
    conn.close()
