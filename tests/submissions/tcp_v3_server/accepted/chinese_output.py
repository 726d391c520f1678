# 第三版服务端:链接循环 + 通信循环 + 客户端异常断开
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8081))
phone.listen(5)
print('服务端已启动,等待客户端连接……')

while True:  # 链接循环
    conn, client_addr = phone.accept()
    print('客户端 %s:%s 已连接' % client_addr)
    while True:  # 通信循环
        try:
            data = conn.recv(1024)
            if not data:
                print('客户端正常断开')
                break
            print('收到:', data.decode('utf-8', errors='replace'))
            conn.send(data.upper())
        except (ConnectionResetError, BrokenPipeError) as e:
            print('客户端异常断开:', e)
            break
    conn.close()
