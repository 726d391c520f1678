# fails: sends_q_as_a_message
# misconception: word_for_the_end_over_udp
# It sends q to the server, but then ends instead of asking for the next line.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

msg = ""
while msg != "q":
    msg = input("> ").strip()
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())

client.close()
