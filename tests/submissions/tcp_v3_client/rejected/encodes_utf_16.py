# fails: sends_what_was_typed, skips_empty_input, quits_on_q, holds_a_conversation, strips_the_input, skips_blank_input, sends_words_that_contain_q, ends_when_the_server_is_gone
# misconception: other_encoding
# Encodes in UTF-16: not even an ASCII message can be recognised.
import socket

client = socket.create_connection(("127.0.0.1", 8081))
while True:
    message = input("your message: ").strip()
    if message == "q":
        break
    if message:
        client.sendall(message.encode("utf-16"))
        reply = client.recv(1024)
        if not reply:
            break
        print(reply.decode())
client.close()
