import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
server.settimeout(0.2)

idle = 0
while True:
    try:
        data, address = server.recvfrom(1024)
    except TimeoutError:
        idle += 1
        if idle % 10 == 0:
            print("nobody there for", idle // 5, "seconds")
        continue
    idle = 0
    server.sendto(data.upper(), address)
