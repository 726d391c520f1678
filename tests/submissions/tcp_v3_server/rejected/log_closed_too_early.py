# fails: survives_a_killed_client
# misconception: uses_a_closed_socket
# Closes its log when a client leaves politely, and writes to it when a later one is lost.
import io
import socket

log = io.StringIO()
listener = socket.create_server(("127.0.0.1", 8081))

while True:
    connection, address = listener.accept()
    try:
        while data := connection.recv(1024):
            connection.sendall(data.upper())
        print(log.getvalue() if not log.closed else "", address, "left")
        log.close()
    except OSError as error:
        log.write(f"{address} was lost: {error}\n")
    finally:
        connection.close()
