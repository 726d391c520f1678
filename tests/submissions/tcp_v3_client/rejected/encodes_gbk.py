# fails: sends_what_was_typed
# misconception: other_encoding
# It encodes as GBK instead of UTF-8.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("请输入: ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    client.send(msg.encode("gbk"))
    data = client.recv(1024)
    print(data.decode("gbk"))

client.close()
