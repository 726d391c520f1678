# fails: survives_many_disconnects
# misconception: gives_up_after_a_departure
# Counts the clients that broke off and ends at the fourth.
# 服务端:链接循环 + 通信循环
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8081))
phone.listen(5)

errors = 0
while errors < 4:
    print('等待连接……')
    conn, addr = phone.accept()
    print('客户端:', addr)
    while True:
        try:
            msg = conn.recv(1024)
            if len(msg) == 0:
                break
            conn.send(msg.upper())
        except Exception as e:
            errors += 1
            print('客户端异常断开', e)
            break
    conn.close()
