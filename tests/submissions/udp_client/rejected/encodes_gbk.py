# fails: sends_a_datagram_per_line
# misconception: other_encoding
# It encodes as GBK instead of UTF-8.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("请输入: ").strip()
    client.sendto(msg.encode("gbk"), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode("gbk"))
