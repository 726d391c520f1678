# fails: serves_the_next_client, survives_a_reset, survives_a_reset_before_the_first_message, rests_when_nobody_speaks, serves_the_waiting_client
# misconception: loops_without_change
# Calls accept() once, before both loops, and goes on with a closed connection for ever.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
print('starting...')

conn, client_addr = server.accept()
print('client:', client_addr)
while True:
    while True:
        try:
            data = conn.recv(1024)
            if not data:
                break
            print('message:', data)
            conn.sendall(data.upper())
        except OSError as e:
            print('error:', e)
            break
    conn.close()
