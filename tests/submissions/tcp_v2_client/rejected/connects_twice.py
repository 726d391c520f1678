# fails: sends_a_message_and_prints_the_reply, runs_again_and_again, exits_cleanly
# misconception: reply_not_received
# It sends over one connection and waits for the reply on another.
import socket

ADDRESS = ("127.0.0.1", 8080)

sender = socket.socket()
sender.connect(ADDRESS)
receiver = socket.socket()
receiver.connect(ADDRESS)

sender.sendall(b"hello")
print(receiver.recv(1024))

sender.close()
receiver.close()
