import select
import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
server.setblocking(False)

rlist = [server]
wlist = []
wdata = {}

while True:
    rl, wl, _ = select.select(rlist, wlist, [], 0.5)

    for sock in rl:
        if sock is server:
            conn, addr = sock.accept()
            conn.setblocking(False)
            rlist.append(conn)
            continue
        try:
            data = sock.recv(1024)
        except OSError:
            data = b''
        if data:
            wlist.append(sock)
            wdata[sock] = data.upper()
        else:
            sock.close()
        if not data or sock in wlist:
            rlist.remove(sock)

    for sock in wl:
        try:
            n = sock.send(wdata[sock])
            wdata[sock] = wdata[sock][n:]
            if not wdata[sock]:
                rlist.append(sock)
        except OSError:
            sock.close()
            wdata[sock] = b''
        if not wdata[sock]:
            wlist.remove(sock)
            del wdata[sock]
