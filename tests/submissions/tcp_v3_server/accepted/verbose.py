import socket
import time
import traceback


def log(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8081))
listener.listen(5)
log("=== upper-case server 3.0, interrupt with Ctrl-C ===")

number = 0
while True:
    log("waiting for somebody to call ...")
    connection, address = listener.accept()
    number += 1
    log(f"client {number} calls from {address[0]}, port {address[1]}")
    messages = 0
    try:
        while True:
            log(f"client {number}: waiting for message {messages + 1}")
            message = connection.recv(1024)
            if not message:
                log(f"client {number} has hung up")
                break
            messages += 1
            log(f"client {number}: message {messages}: {message!r}")
            connection.sendall(message.upper())
            log(f"client {number}: reply    {messages}: {message.upper()!r}")
    except Exception:
        traceback.print_exc()
        log(f"client {number} has vanished")
    finally:
        connection.close()
        log(f"client {number}: {messages} messages in all")
        log("-" * 60)
