# fails: serves_the_next_client, survives_a_reset, survives_a_reset_before_the_first_message, rests_when_nobody_speaks, serves_the_waiting_client
# misconception: uses_a_closed_socket
# Closes the listening socket as soon as the first client has come.
# 服务端:链接循环 + 通信循环
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8081))
phone.listen(5)

while True:
    print('等待连接……')
    conn, addr = phone.accept()
    phone.close()
    print('客户端:', addr)
    while True:
        try:
            msg = conn.recv(1024)
            if len(msg) == 0:
                break
            conn.send(msg.upper())
        except Exception as e:
            print('客户端异常断开', e)
            break
    conn.close()
