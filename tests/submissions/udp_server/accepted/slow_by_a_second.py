import socket
import time

print('starting, please wait')
time.sleep(1)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, addr = server.recvfrom(1024)
    time.sleep(1)
    server.sendto(data.upper(), addr)
    print(addr, 'has been answered at last')
