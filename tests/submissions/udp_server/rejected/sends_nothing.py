# fails: answers_the_sender
# misconception: answer_not_sent
# Prints the reply instead of sending it.
from socket import AF_INET, SOCK_DGRAM, socket

with socket(AF_INET, SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 8080))
    while True:
        text, addr = s.recvfrom(1024)
        print(text.upper())
        print("answered", addr)
