import socket
from concurrent.futures import ThreadPoolExecutor

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))


def worker(number):
    """Several workers wait on one socket; the kernel gives a datagram to one of them."""
    while True:
        data, address = sock.recvfrom(1024)
        print("worker", number, "answers", address)
        sock.sendto(data.upper(), address)


with ThreadPoolExecutor(3) as pool:
    list(pool.map(worker, range(3)))
