# fails: survives_a_reset, survives_a_reset_before_the_first_message
# misconception: gives_up_after_a_departure
# Catches the reset outside the connection loop, which it ends.
import socket

server = socket.create_server(('127.0.0.1', 8081))
try:
    while True:
        conn, addr = server.accept()
        print(addr)
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data.upper())
        conn.close()
except ConnectionResetError:
    print('the client broke off')
server.close()
