# Gives back in several sends what came in one piece.
import socket

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8080))
listener.listen(1)
conn, (host, port) = listener.accept()
conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
message = conn.recv(1024)
print("host", host, "port", port, "message", message)
for byte in message.upper():
    conn.send(bytes([byte]))
conn.close()
listener.close()
