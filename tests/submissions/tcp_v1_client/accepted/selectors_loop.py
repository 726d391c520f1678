import selectors
import socket

selector = selectors.DefaultSelector()
client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.setblocking(False)
selector.register(client, selectors.EVENT_READ)
client.send(b"wake me when you answer")
for key, _ in selector.select():
    print("got", key.fileobj.recv(1024))
selector.unregister(client)
selector.close()
client.close()
