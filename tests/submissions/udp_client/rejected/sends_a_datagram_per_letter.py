# fails: sends_a_datagram_per_line, prints_the_reply, goes_on, strips_the_input, sends_an_empty_datagram
# It sends every letter of the line in a datagram of its own.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    line = input("> ").strip()
    reply = ""
    for letter in line or [""]:
        client.sendto(letter.encode(), ("127.0.0.1", 8080))
        data, _ = client.recvfrom(1024)
        reply += data.decode()
    print(reply)
