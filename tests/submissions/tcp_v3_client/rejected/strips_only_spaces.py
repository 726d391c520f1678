# fails: strips_the_input, skips_blank_input, quits_on_q_with_blanks_around_it
# misconception: input_not_stripped
# It strips spaces, but no tabs.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    text = input("Text: ").strip(" ")
    if text == "q":
        break
    if text == "":
        continue
    client.sendall(text.encode())
    print(client.recv(1024).decode())

client.close()
