# fails: survives_a_silent_client
# misconception: nothing_not_expected
# Prints a traceback when a client says nothing, and exits with status 0.
import socket
import traceback

server = socket.create_server(("127.0.0.1", 8080))
conn, addr = server.accept()
try:
    data = conn.recv(1024)
    if not data:
        raise ValueError("the client said nothing")
    print(addr, data)
    conn.sendall(data.upper())
except ValueError:
    traceback.print_exc()
conn.close()
server.close()
