import asyncio
import socket


class UpperProtocol(asyncio.DatagramProtocol):
    def __init__(self, sock):
        self.sock = sock

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        print("from", addr, data)
        if data:
            self.transport.sendto(data.upper(), addr)
        else:  # before Python 3.13 a transport sends no empty datagrams
            self.sock.sendto(b"", addr)


async def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 8080))
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: UpperProtocol(sock), sock=sock)
    try:
        await asyncio.Event().wait()
    finally:
        transport.close()


asyncio.run(main())
