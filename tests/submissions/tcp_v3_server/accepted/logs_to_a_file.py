# Keeps a log and a list of its clients in files beside it.
import csv
import logging
import socket

logging.basicConfig(filename="server.log", level=logging.DEBUG, format="%(asctime)s %(levelname)s %(message)s")
log = logging.getLogger(__name__)

with open("clients.csv", "w", newline="") as file, socket.create_server(("127.0.0.1", 8081)) as server:
    clients = csv.writer(file)
    log.info("listening")
    while True:
        connection, address = server.accept()
        clients.writerow(address)
        file.flush()
        with connection:
            try:
                while data := connection.recv(1024):
                    log.debug("%s says %r", address, data)
                    connection.sendall(data.upper())
            except OSError:
                log.exception("%s is gone", address)
