# Everything that it has to say goes into a file beside it.
import logging
import socket

logging.basicConfig(filename="udp.log", filemode="w", level=logging.INFO)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))
logging.info("bound to %s", sock.getsockname())
while True:
    data, sender = sock.recvfrom(1024)
    logging.info("%s: %r", sender, data)
    sock.sendto(data.upper(), sender)
