# fails: strips_the_input, quits_on_q_with_blanks_around_it
# misconception: input_not_stripped
# It takes the blanks from the end of the line and leaves those at its beginning.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ").rstrip()
    if line == "q":
        break
    if line == "":
        continue
    client.sendall(line.encode())
    print(client.recv(1024).decode())

client.close()
