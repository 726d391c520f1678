import socket

BUFSIZE = 1024

tcp_client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
tcp_client_socket.connect(('127.0.0.1', 8081))

sent = received = 0
while True:
    info = input('please input the message: ')
    info = info.strip()
    if info == '':
        print('nothing to send')
        continue
    if info == 'q':
        break
    sent += tcp_client_socket.send(info.encode('utf-8'))
    reply = tcp_client_socket.recv(BUFSIZE)
    received += len(reply)
    print('[%d bytes] %s' % (len(reply), str(reply, 'utf-8')))

tcp_client_socket.close()
print('sent', sent, 'bytes, received', received, 'bytes')
