# fails: serves_the_next_client, rests_when_nobody_speaks, serves_the_waiting_client
# misconception: prints_at_the_end_of_stream
# Goes on when recv() returns nothing, and prints that again and again.
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
                print('nothing came')
                continue
            print('message:', data)
            conn.sendall(data.upper())
        except OSError as e:
            print('error:', e)
            break
    conn.close()
