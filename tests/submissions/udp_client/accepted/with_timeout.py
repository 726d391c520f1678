import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(5)

while True:
    text = input("-> ").strip()
    client.sendto(text.encode(), ("127.0.0.1", 8080))
    try:
        reply, sender = client.recvfrom(1024)
    except socket.timeout:
        print("<- lost, datagrams may be")
    else:
        print("<-", reply.decode())
