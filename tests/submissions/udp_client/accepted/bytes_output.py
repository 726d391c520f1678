from socket import *

s = socket(AF_INET, SOCK_DGRAM)
while 1:
    m = input('> ')
    s.sendto(bytes(m.strip(), 'utf8'), ('127.0.0.1', 8080))
    print(s.recvfrom(1024))
