import logging
import socket

logging.basicConfig(level=logging.DEBUG)

logging.info("~" * 50)
logging.info("UDP: no listen, no accept, no connection")
logging.info("~" * 50)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
logging.info("socket: %r", server)

number = 0
while True:
    logging.debug("waiting for datagram %d", number)
    message, (ip, port) = server.recvfrom(1024)
    logging.info("datagram %d: %d bytes from %s port %d", number, len(message), ip, port)
    logging.debug("as bytes: %r", message)
    logging.debug("as hexadecimal: %s", message.hex(":"))
    logging.debug("as text: %s", message.decode("utf-8", "backslashreplace"))
    if message == b"":
        logging.warning("datagram %d is empty, and yet it is one", number)
    server.sendto(message.upper(), (ip, port))
    logging.info("reply %d is on its way", number)
    number += 1
