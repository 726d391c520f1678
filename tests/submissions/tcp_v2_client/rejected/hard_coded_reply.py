# fails: sends_a_message_and_prints_the_reply, runs_again_and_again
# misconception: reply_not_shown
# It prints the text that it expects, not the reply.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
client.send(b"hello")
client.recv(1024)
print("HELLO")
client.close()
