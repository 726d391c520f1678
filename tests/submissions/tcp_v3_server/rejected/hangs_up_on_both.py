# fails: serves_the_waiting_client
# misconception: turns_clients_away
# A second client ends the conversation with the first, and is hung up on as well.
import select
import socket

listener = socket.create_server(("127.0.0.1", 8081))
clients = []


def leave():
    for client in clients:
        client.close()
    clients.clear()


def talk(client):
    """Answer whatever has come already."""
    try:
        while select.select([client], [], [], 0)[0]:
            data = client.recv(1024)
            if not data:
                return leave()
            client.sendall(data.upper())
    except OSError as error:
        print(error)
        leave()


while True:
    select.select([listener, *clients], [], [])
    someone_new = bool(select.select([listener], [], [], 0)[0])
    for client in clients[:]:
        talk(client)
    if someone_new:
        clients.append(listener.accept()[0])
    if len(clients) > 1:
        print("too many clients")
        leave()
