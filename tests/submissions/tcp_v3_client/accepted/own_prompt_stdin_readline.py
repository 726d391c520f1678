import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(('127.0.0.1', 8081))

while True:
    sys.stdout.write("type here -> ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if line == "":  # Ctrl-D
        break
    line = line.strip()
    if len(line) == 0:
        continue
    if line == "q":
        break
    client.send(line.encode("utf-8"))
    reply = client.recv(1024)
    if len(reply) == 0:
        sys.stderr.write("server closed the connection\n")
        sys.exit(1)
    sys.stdout.write(reply.decode("utf-8") + "\n")

client.close()
