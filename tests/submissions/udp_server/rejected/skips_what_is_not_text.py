# fails: answers_any_bytes
# misconception: answer_not_sent
# Gives no answer to bytes that are not UTF-8.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))

while True:
    data, sender = sock.recvfrom(1024)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        print(sender, error)
        continue
    sock.sendto(text.upper().encode("utf-8"), sender)
