# fails: answers_the_first_client, exits_after_one_client, shows_the_conversation, survives_a_silent_client
# misconception: double_accept
# Calls accept() once for the connection and once more for the address.
# 服务端:接电话
import socket

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8080))
phone.listen(5)

print('等待来电')
conn = phone.accept()[0]
addr = phone.accept()[1]
print('来电者:', addr)
msg = conn.recv(1024)
print('对方说:', msg)
conn.send(msg.upper())
print('挂断')
conn.close()
phone.close()
