# fails: sends_a_message
# misconception: asks_the_keyboard
# It asks at the keyboard for the message, though this version reads nothing from there.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
message = input("Message: ")
client.send(message.encode())
print(client.recv(1024).decode())
client.close()
