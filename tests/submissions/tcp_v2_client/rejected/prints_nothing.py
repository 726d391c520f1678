# fails: sends_a_message_and_prints_the_reply, runs_again_and_again
# misconception: reply_not_shown
# It receives the reply and forgets to print it.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"hello")
reply = client.recv(1024).decode()
client.close()
