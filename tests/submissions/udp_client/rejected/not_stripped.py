# fails: strips_the_input
# misconception: input_not_stripped
# It sends the line as it was typed, with the blanks around it.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("> ")
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())
