# fails: answers_any_bytes
# misconception: bytes_taken_for_text
# Decodes the message as UTF-8 and dies of bytes that are none.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
print('starting...')

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    while True:
        try:
            data = conn.recv(1024)
            if not data:
                break
            print('message:', data)
            conn.sendall(data.decode('utf-8').upper().encode('utf-8'))
        except OSError as e:
            print('error:', e)
            break
    conn.close()
