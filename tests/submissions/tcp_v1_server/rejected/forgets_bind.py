# fails: listens
# misconception: other_address
# Never binds, so that the kernel chooses a port.
# 服务端:接电话
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
