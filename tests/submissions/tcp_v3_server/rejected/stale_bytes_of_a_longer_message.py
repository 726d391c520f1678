# fails: holds_a_conversation, answers_a_long_message, answers_any_bytes
# misconception: adds_to_the_answer
# Receives into one buffer for each client and answers with as much of it as was ever filled.
import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8081))
server.listen()
while True:
    connection, address = server.accept()
    buffer = bytearray(1024)
    filled = 0
    try:
        while count := connection.recv_into(buffer):
            filled = max(filled, count)
            connection.sendall(buffer[:filled].upper())
    except ConnectionError as error:
        print(address, error)
    connection.close()
