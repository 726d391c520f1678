# fails: sends_q_as_a_message
# misconception: word_for_the_end_over_udp
# It never sends q: it says how to leave and asks again.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("> ").strip()
    if msg == "q":
        print("press Ctrl-C to leave")
        continue
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())
