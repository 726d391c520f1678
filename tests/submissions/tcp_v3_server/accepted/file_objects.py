import socket

with socket.create_server(("127.0.0.1", 8081)) as listener:
    while True:
        connection, address = listener.accept()
        try:
            with connection, connection.makefile("rwb") as stream:
                while line := stream.read1(1024):
                    stream.write(line.upper())
                    stream.flush()
        except OSError as error:
            print(address, error)
