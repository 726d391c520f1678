# fails: skips_empty_input, skips_blank_input
# misconception: empty_message_sent
# It sends empty input, which is nothing on the wire, and waits for ever for the reply.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))

while True:
    msg = input(">>: ").strip()
    if msg == "q":
        break
    client.send(msg.encode("utf-8"))
    data = client.recv(1024)
    print(data.decode("utf-8"))

client.close()
