# fails: answers_the_first_client, shows_the_conversation
# misconception: takes_a_piece_for_the_whole
# Takes recv(1) for one message: answers the first letter alone.
import socket

with socket.create_server(("127.0.0.1", 8080)) as server:
    client, address = server.accept()
    with client:
        letter = client.recv(1)
        print(address, letter)
        client.send(letter.upper())
        client.recv(1024)
