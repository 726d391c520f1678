import socket
import sys


def say(*words):
    print("[server]", *words, flush=True)
    print("[log]", *words, file=sys.stderr)


say("*" * 70)
say("*  TCP server, second version: client after client, for ever")
say("*" * 70)
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
say("socket:", server)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
server.listen(5)
say("listening on", server.getsockname())

count = 0
while True:
    say("waiting for client number", count + 1)
    conn, (ip, port) = server.accept()
    count += 1
    say("client number", count, "is", ip, "port", port)
    data = conn.recv(1024)
    if not data:
        say("it said nothing at all")
    say("received", len(data), "bytes:", data)
    say("as hexadecimal:", data.hex(" "))
    say("sent", conn.send(data.upper()), "bytes:", data.upper())
    conn.close()
    say("closed", conn)
