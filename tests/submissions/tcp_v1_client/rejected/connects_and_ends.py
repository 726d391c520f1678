# fails: sends_a_message
# misconception: leaves_without_a_word
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
