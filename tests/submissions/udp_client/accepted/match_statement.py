import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    match input("udp # ").strip():
        case "":
            datagram = b""
        case text:
            datagram = text.encode()
    client.sendto(datagram, ("127.0.0.1", 8080))
    match client.recvfrom(1024):
        case (b"", _):
            print("(an empty datagram came back)")
        case (reply, (host, port)):
            print(f"{host}:{port} # {reply.decode()}")
