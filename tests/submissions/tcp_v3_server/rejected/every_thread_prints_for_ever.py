# fails: rests_when_nobody_speaks, leaks_no_sockets
# misconception: prints_at_the_end_of_stream
# A thread for each client, which looks for no end of the stream: each of them prints on once its client has left.
import socket
import threading


def talk(connection, address):
    while True:
        try:
            data = connection.recv(1024)
            print(address, data)
            connection.send(data.upper())
        except OSError:
            break
    connection.close()


listener = socket.create_server(("127.0.0.1", 8081))
while True:
    threading.Thread(target=talk, args=listener.accept(), daemon=True).start()
