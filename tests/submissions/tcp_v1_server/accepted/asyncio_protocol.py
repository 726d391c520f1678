import asyncio


class Once(asyncio.Protocol):
    def __init__(self, done):
        self.done = done
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport
        print("client:", transport.get_extra_info("peername"))

    def data_received(self, data):
        print("data:", data)
        self.transport.write(data.upper())
        self.transport.close()

    def connection_lost(self, exc):
        if not self.done.done():
            self.done.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    server = await loop.create_server(lambda: Once(done), "127.0.0.1", 8080)
    await done
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
