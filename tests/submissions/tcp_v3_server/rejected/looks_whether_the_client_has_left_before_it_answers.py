# fails: answers_after_half_close
# misconception: answer_not_sent
# Peeks for the end of the stream before it answers, and takes a client that only says no more for one that has left.
import socket

server = socket.create_server(("127.0.0.1", 8081))
while True:
    connection, address = server.accept()
    with connection:
        try:
            while data := connection.recv(1024):
                try:
                    if connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b"":
                        break
                except BlockingIOError:
                    pass
                connection.sendall(data.upper())
        except ConnectionError as error:
            print(address, error)
