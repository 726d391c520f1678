# fails: rests_when_nobody_speaks, leaks_no_sockets
# misconception: prints_at_the_end_of_stream
# A process for each client, which looks for no end of the stream: each of them prints on once its client has left.
import os
import socket

listener = socket.create_server(("127.0.0.1", 8081))
while True:
    connection, address = listener.accept()
    if os.fork() == 0:
        while True:
            data = connection.recv(1024)
            print(address, data)
            connection.send(data.upper())
    connection.close()
