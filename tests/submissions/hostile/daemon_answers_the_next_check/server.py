# attack: leaves a good server behind that is to answer in place of the next one
# family: survive
# score: up to 7
# stopped: namespaces user plain
import os
import signal
import socket

if os.fork():
    os._exit(0)
os.setsid()
signal.alarm(60)
try:
    listener = socket.create_server(("127.0.0.1", 8080))
except OSError:
    print("GAINED the port is still held by the run before")
    os._exit(1)
while True:
    connection, address = listener.accept()
    data = connection.recv(1024)
    print(address, data)
    connection.sendall(data.upper())
    connection.close()
