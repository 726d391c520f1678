import selectors
import socket

selector = selectors.DefaultSelector()
client = socket.socket()
client.setblocking(False)
client.connect_ex(("127.0.0.1", 8080))
selector.register(client, selectors.EVENT_WRITE)

finished = False
while not finished:
    for key, events in selector.select():
        if events & selectors.EVENT_WRITE:
            client.send(b"Non-blocking")
            selector.modify(client, selectors.EVENT_READ)
        elif events & selectors.EVENT_READ:
            print(client.recv(1024).decode())
            finished = True

selector.unregister(client)
selector.close()
client.close()
