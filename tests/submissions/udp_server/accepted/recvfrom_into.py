import socket

buffer = memoryview(bytearray(1024))

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 8080))
    while True:
        size, sender = sock.recvfrom_into(buffer)
        sock.sendto(bytes(buffer[:size]).upper(), sender)
