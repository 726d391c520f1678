import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(('127.0.0.1', 8081))

while True:
    message = input('Message: ').strip()
    if message == '':
        continue
    client.send(message.encode('utf-8'))
    if message == 'q':
        print('told the server that I leave')
        break
    print(client.recv(1024).decode('utf-8'))

client.close()
