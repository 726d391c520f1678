# fails: serves_the_next_client
# misconception: double_accept
# Once a client has left politely, the next one that comes is taken for it and hung up on.
import socket
import threading

over = threading.Event()


def talk(connection):
    try:
        while data := connection.recv(1024):
            connection.sendall(data.upper())
        over.set()
    except ConnectionError:
        pass
    connection.close()


listener = socket.create_server(("127.0.0.1", 8081))
while True:
    client, _ = listener.accept()
    if over.is_set():
        over.clear()
        client.close()
    else:
        threading.Thread(target=talk, args=(client,)).start()
