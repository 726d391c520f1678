# fails: serves_the_waiting_client
# misconception: turns_clients_away
# Closes the connection of a client that comes while another is being served.
import select
import socket

listener = socket.create_server(("127.0.0.1", 8081))
current = None


def answer(connection):
    """Answer all that has come; say whether the client is still there."""
    try:
        while select.select([connection], [], [], 0)[0]:
            data = connection.recv(1024)
            if not data:
                return False
            connection.sendall(data.upper())
    except OSError as error:
        print(error)
        return False
    return True


while True:
    select.select([listener, current or listener], [], [])
    newcomer = select.select([listener], [], [], 0)[0]
    if current and not answer(current):
        current.close()
        current = None
    if newcomer:
        connection, address = listener.accept()
        if current:
            print("busy, no time for", address)
            connection.close()
        else:
            current = connection
