import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.bind(("127.0.0.1", 8080))
        while True:
            data, sender = await loop.sock_recvfrom(sock, 1024)
            await loop.sock_sendto(sock, data.upper(), sender)


if __name__ == "__main__":
    asyncio.run(main())
