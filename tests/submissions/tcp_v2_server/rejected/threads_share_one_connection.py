# fails: serves_waiting_clients_in_turn
# misconception: answer_not_sent
# All threads use one global variable, so that the reply goes to the client that came last.
import socket
import threading

connection = None


def serve(source):
    message = source.recv(1024)
    if message:
        connection.sendall(message.upper())
    source.close()


listener = socket.create_server(("127.0.0.1", 8080))
while True:
    connection, address = listener.accept()
    print(address)
    threading.Thread(target=serve, args=(connection,)).start()
