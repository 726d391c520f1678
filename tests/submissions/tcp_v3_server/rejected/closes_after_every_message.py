# fails: holds_a_conversation, answers_a_long_message, answers_any_bytes
# misconception: one_message_for_each_client
# Answers one message and closes, as the second version does.
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
            break
        except OSError as e:
            print('error:', e)
            break
    conn.close()
