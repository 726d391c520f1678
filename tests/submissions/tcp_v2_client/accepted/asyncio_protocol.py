import asyncio


class Conversation(asyncio.Protocol):
    def __init__(self, over):
        self.over = over

    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"hello from a protocol")

    def data_received(self, data):
        print("received:", data)
        self.transport.close()

    def connection_lost(self, error):
        self.over.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    await loop.create_connection(lambda: Conversation(over), "127.0.0.1", 8080)
    await over


asyncio.run(main())
