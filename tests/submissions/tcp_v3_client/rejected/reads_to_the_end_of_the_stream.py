# fails: prints_the_reply, skips_empty_input, quits_on_q, holds_a_conversation, skips_blank_input, sends_words_that_contain_q, ends_when_the_server_is_gone
# misconception: waits_for_the_end_of_the_reply
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))
while True:
    line = input("> ").strip()
    if line == "q":
        break
    if not line:
        continue
    client.sendall(line.encode())
    reply = b""
    while part := client.recv(1024):
        reply += part
    print(reply.decode())
client.close()
