# fails: goes_on
# misconception: reply_not_shown
# Shows three replies; the later ones are received and thrown away.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
shown = 0
while True:
    line = input("> ").strip()
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    reply, _ = client.recvfrom(1024)
    if shown < 3:
        print(reply)
        shown += 1
