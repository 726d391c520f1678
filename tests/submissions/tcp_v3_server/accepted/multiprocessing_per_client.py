import multiprocessing
import socket


def talk(connection):
    with connection:
        try:
            while data := connection.recv(1024):
                connection.sendall(data.upper())
        except OSError:
            print("disconnected")


def main():
    context = multiprocessing.get_context("fork")
    listener = socket.create_server(("127.0.0.1", 8081))
    while True:
        connection, _ = listener.accept()
        with connection:
            context.Process(target=talk, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()
