# fails: sends_a_datagram_per_line, goes_on, sends_an_empty_datagram, sends_q_as_a_message
# misconception: ends_too_early
# It sends one line, prints the reply and ends: there is no loop.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
msg = input("Message: ").strip()
client.sendto(msg.encode("utf-8"), ("127.0.0.1", 8080))
data, addr = client.recvfrom(1024)
print(data.decode("utf-8"))
client.close()
