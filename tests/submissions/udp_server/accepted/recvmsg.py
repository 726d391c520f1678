import socket

HOST, PORT = "127.0.0.1", 8080

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind((HOST, PORT))

while True:
    payload, _ancillary, flags, peer = sock.recvmsg(1024)
    if flags & socket.MSG_TRUNC:
        print("a datagram of", peer, "was too long")
    sock.sendmsg([payload.upper()], [], 0, peer)
