# fails: survives_a_reset, survives_a_reset_before_the_first_message
# misconception: loops_without_change
# Closes the connection in the handler and goes on receiving from it: the same exception again and again.
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
            conn.sendall(data.upper())
        except OSError as e:
            print('error:', e)
            conn.close()
    conn.close()
