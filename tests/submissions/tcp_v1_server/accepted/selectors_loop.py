import selectors
import socket

sel = selectors.DefaultSelector()
listener = socket.create_server(("127.0.0.1", 8080))
listener.setblocking(False)
sel.register(listener, selectors.EVENT_READ)

running = True
while running:
    for key, _ in sel.select():
        if key.fileobj is listener:
            conn, addr = listener.accept()
            conn.setblocking(False)
            sel.register(conn, selectors.EVENT_READ, addr)
            sel.unregister(listener)
        else:
            conn = key.fileobj
            data = conn.recv(1024)
            print("from", key.data, "came", data)
            conn.sendall(data.upper())
            sel.unregister(conn)
            conn.close()
            running = False

sel.close()
listener.close()
