# fails: survives_a_reset, survives_a_reset_before_the_first_message
# misconception: unknown_name
# Prints a name in the handler that does not exist.
# 服务端:链接循环 + 通信循环
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8081))
phone.listen(5)

while True:
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
            print('客户端异常断开', client_addr, e)
            break
    conn.close()
