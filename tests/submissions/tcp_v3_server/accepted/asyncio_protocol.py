import asyncio


class Upper(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data.upper())

    def connection_lost(self, exc):
        print("client lost" if exc else "client left")


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Upper, "127.0.0.1", 8081)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
