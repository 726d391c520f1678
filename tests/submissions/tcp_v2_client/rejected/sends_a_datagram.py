# fails: sends_a_message_and_prints_the_reply
# misconception: other_protocol
# Makes a UDP socket: the server, which listens over TCP, hears nothing of what is sent.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"hello", ("127.0.0.1", 8080))
print(client.recvfrom(1024))
