# fails: survives_many_disconnects
# misconception: departure_not_expected
# Four worker threads catch nothing, so that every reset ends one of them.
import socket
import threading

listener = socket.create_server(("127.0.0.1", 8081))


def work():
    while True:
        connection, address = listener.accept()
        with connection:
            while data := connection.recv(1024):
                connection.sendall(data.upper())
        print(threading.current_thread().name, "has served", address)


workers = [threading.Thread(target=work, name=f"worker {n}") for n in range(4)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
