# fails: sends_q_as_a_message
# misconception: word_for_the_end_over_udp
# It ends at q, which is a message like any other here.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())

client.close()
