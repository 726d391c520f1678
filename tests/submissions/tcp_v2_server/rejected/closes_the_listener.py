# fails: serves_client_after_client, closes_each_connection, serves_waiting_clients_in_turn, survives_a_silent_client
# misconception: uses_a_closed_socket
# Closes the listening socket instead of the connection.
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
    conn.send(msg.upper())
    phone.close()
