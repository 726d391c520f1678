import asyncio


class OneAnswer(asyncio.Protocol):
    transport: asyncio.Transport

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data.upper())
        self.transport.close()


loop = asyncio.new_event_loop()
server = loop.run_until_complete(loop.create_server(OneAnswer, "127.0.0.1", 8080))
print("listening on", server.sockets[0].getsockname())
try:
    loop.run_forever()
finally:
    loop.close()
