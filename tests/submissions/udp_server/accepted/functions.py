import socket


def make_socket(host, port):
    sock = socket.socket(type=socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    return sock


def datagrams(sock):
    while True:
        yield sock.recvfrom(1024)


def answer(sock, data, sender):
    reply = data.upper()
    sent = sock.sendto(reply, sender)
    print(f"{sender[0]}:{sender[1]}  {data!r} -> {reply!r} ({sent} bytes)")


def main():
    with make_socket("127.0.0.1", 8080) as sock:
        for data, sender in datagrams(sock):
            answer(sock, data, sender)


if __name__ == "__main__":
    main()
