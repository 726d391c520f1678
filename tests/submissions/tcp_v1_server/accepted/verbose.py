import logging
import socket

logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(levelname)s %(message)s")
log = logging.getLogger("server")

log.info("=" * 60)
log.info("upper-case server, version one")
log.info("=" * 60)
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
log.debug("socket made: %r", server)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
log.debug("bound to %s", server.getsockname())
server.listen(5)
log.info("listening; 1 client may come")

conn, addr = server.accept()
log.info("new client, IP %s, port %s", *addr)
data = conn.recv(1024)
log.info("%d bytes: %r", len(data), data)
for number, byte in enumerate(data):
    log.debug("byte %d is %d", number, byte)
sent = conn.send(data.upper())
log.info("%d bytes sent: %r", sent, data.upper())
conn.close()
log.info("client hung up on")
server.close()
log.info("bye bye")
