import socket
import time

time.sleep(1)

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
phone.bind(('127.0.0.1', 8080))
phone.listen(5)
print('starting...')

conn, addr = phone.accept()
print('call from', addr)
data = conn.recv(1024)
print('they say', data)
time.sleep(1)
conn.send(data.upper())
conn.close()
phone.close()
