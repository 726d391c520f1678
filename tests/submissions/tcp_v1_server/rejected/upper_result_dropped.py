# fails: answers_the_first_client
# misconception: sent_back_unchanged
# Calls upper() without keeping what it returns.
# 服务端:接电话
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8080))
phone.listen(5)

print('等待来电')
conn, addr = phone.accept()
print('来电者:', addr)
msg = conn.recv(1024)
print('对方说:', msg)
msg.upper()
conn.send(msg)
print('挂断')
conn.close()
phone.close()
