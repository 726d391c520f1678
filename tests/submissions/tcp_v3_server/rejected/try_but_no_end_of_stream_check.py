# fails: serves_the_next_client, rests_when_nobody_speaks, serves_the_waiting_client
# misconception: end_of_stream_not_seen
# Catches exceptions, but goes on when recv() returns nothing: spins for ever.
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
            conn.send(msg.upper())
        except Exception as e:
            print('客户端异常断开', e)
            break
    conn.close()
