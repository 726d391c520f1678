import asyncio
import socket

SERVER = ("127.0.0.1", 8080)


async def main():
    loop = asyncio.get_running_loop()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    while True:
        text = await asyncio.to_thread(input, "await> ")
        await loop.sock_sendto(sock, text.strip().encode(), SERVER)
        reply, sender = await loop.sock_recvfrom(sock, 1024)
        print(reply.decode())


asyncio.run(main())
