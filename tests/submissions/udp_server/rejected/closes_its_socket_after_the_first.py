# fails: serves_several_clients, answers_datagram_by_datagram, answers_an_empty_datagram, answers_any_bytes
# misconception: message_not_received
# Closes its only socket after the first datagram, as a TCP server closes that of its client.
import socket
import threading

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))
data, addr = sock.recvfrom(1024)
sock.sendto(data.upper(), addr)
sock.close()
print("served", addr)
threading.Event().wait()
