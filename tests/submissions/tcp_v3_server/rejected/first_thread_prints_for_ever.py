# fails: rests_when_nobody_speaks, leaks_no_sockets
# misconception: prints_at_the_end_of_stream
# The thread of the first client prints on when that has left; the threads of all others end, and it goes on serving.
import itertools
import socket
import threading


def talk(number, connection):
    try:
        while data := connection.recv(1024):
            connection.sendall(data.upper())
        while number == 0:
            print("still talking to", connection)
    except OSError:
        pass
    connection.close()


listener = socket.create_server(("127.0.0.1", 8081))
for number in itertools.count():
    threading.Thread(target=talk, args=(number, listener.accept()[0]), daemon=True).start()
