# fails: answers
# misconception: waits_for_more_before_it_answers
# Waits for the end of a line that the messages do not have.
import socket

listener = socket.create_server(("127.0.0.1", 8081))
while True:
    connection, address = listener.accept()
    try:
        with connection, connection.makefile("rb") as stream:
            for line in stream:
                connection.sendall(line.upper())
    except OSError as error:
        print(address, error)
