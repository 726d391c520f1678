# fails: survives_a_killed_client
# misconception: no_such_attribute
# A polite goodbye empties the guest book, in which every client that is lost later is looked up.
import datetime
import socket

latest = datetime.datetime.now()
listener = socket.create_server(("127.0.0.1", 8081))
while True:
    client, address = listener.accept()
    try:
        while data := client.recv(1024):
            client.sendall(data.upper())
        latest = None
    except ConnectionError:
        print("lost", address, "since", latest.isoformat())
    client.close()
