# fails: survives_a_reset_with_the_reply_on_its_way
# misconception: goes_on_after_an_exception
# Tries to send the reply until it succeeds, which it never does once the client has reset.
import socket
import time

listener = socket.create_server(("127.0.0.1", 8081))


def send_for_sure(connection, reply):
    while True:
        try:
            time.sleep(0.1)
            connection.sendall(reply)
            return
        except OSError as error:
            print("once more, because of", error)


while True:
    connection, address = listener.accept()
    print(address)
    try:
        while data := connection.recv(1024):
            send_for_sure(connection, data.upper())
    except OSError as error:
        print(address, error)
    connection.close()
