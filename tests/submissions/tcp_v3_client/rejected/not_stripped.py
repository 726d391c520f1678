# fails: strips_the_input, skips_blank_input, quits_on_q_with_blanks_around_it
# misconception: input_not_stripped
# It takes the line as it was typed and never strips it.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))

while True:
    msg = input(">>: ")
    if msg == "q":
        break
    if not msg:
        continue
    client.send(msg.encode("utf-8"))
    data = client.recv(1024)
    print(data.decode("utf-8"))

client.close()
