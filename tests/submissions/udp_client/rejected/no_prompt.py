# fails: asks_for_input
# misconception: nothing_asked
# It prints nothing before it waits for the keyboard.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input().strip()
    client.sendto(msg.encode("utf-8"), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode("utf-8"))
