# fails: listens
# misconception: steps_of_tcp_over_udp
# Takes the steps of a TCP server, with a socket for datagrams: it ends as soon as it is bound.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
server.listen(5)
while True:
    connection, address = server.accept()
    connection.send(connection.recv(1024).upper())
