import selectors
import socket
import types

selector = selectors.DefaultSelector()


def accept(listener):
    connection, address = listener.accept()
    connection.setblocking(False)
    state = types.SimpleNamespace(address=address, out=b"", ended=False)
    selector.register(connection, selectors.EVENT_READ, state)


def forget(connection, state, why):
    print(state.address, why)
    selector.unregister(connection)
    connection.close()


def serve(connection, state, events):
    try:
        if events & selectors.EVENT_READ:
            data = connection.recv(1024)
            state.ended = not data
            state.out += data.upper()
        if state.out:
            state.out = state.out[connection.send(state.out):]
    except BlockingIOError:
        pass
    except OSError as error:
        return forget(connection, state, error)
    if state.ended and not state.out:
        return forget(connection, state, "left")
    wanted = selectors.EVENT_WRITE if state.out else selectors.EVENT_READ
    selector.modify(connection, wanted, state)


listener = socket.create_server(("127.0.0.1", 8081))
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, events in selector.select():
        if key.data is None:
            accept(key.fileobj)
        else:
            serve(key.fileobj, key.data, events)
