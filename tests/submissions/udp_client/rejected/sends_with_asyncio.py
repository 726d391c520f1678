# fails: sends_an_empty_datagram
# misconception: empty_datagram_not_sent
import asyncio


class Client(asyncio.DatagramProtocol):
    def __init__(self):
        self.replies = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.replies.put_nowait(data)


async def main():
    loop = asyncio.get_running_loop()
    transport, client = await loop.create_datagram_endpoint(Client, remote_addr=("127.0.0.1", 8080))
    while True:
        line = await loop.run_in_executor(None, input, "> ")
        transport.sendto(line.strip().encode())
        print((await client.replies.get()).decode())


asyncio.run(main())
