# fails: answers_a_long_message
# misconception: takes_a_piece_for_the_whole
# Answers what the first recv() gives and throws away what has come besides.
import select
import socket

server = socket.create_server(("127.0.0.1", 8081))
while True:
    conn, addr = server.accept()
    try:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            while len(data) == 1024 and select.select([conn], [], [], 0.2)[0]:
                if not conn.recv(1024):
                    break
            conn.sendall(data.upper())
    except OSError as error:
        print(addr, error)
    conn.close()
