# fails: exits_after_one_client, survives_a_silent_client
# misconception: ends_with_another_status
# Always exits with status 1.
# 服务端:接电话
import socket
import sys

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8080))
phone.listen(5)

print('等待来电')
conn, addr = phone.accept()
print('来电者:', addr)
msg = conn.recv(1024)
print('对方说:', msg)
conn.send(msg.upper())
print('挂断')
conn.close()
phone.close()
sys.exit(1)
