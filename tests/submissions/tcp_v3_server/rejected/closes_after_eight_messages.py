# fails: holds_a_conversation
# misconception: conversation_ended_too_early
# Hangs up after the eighth message.
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
    for _ in range(8):
        try:
            msg = conn.recv(65536)
            if len(msg) == 0:
                break
            conn.send(msg.upper())
        except Exception as e:
            print('客户端异常断开', e)
            break
    conn.close()
