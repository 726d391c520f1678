# fails: answers_after_half_close
# misconception: answer_not_sent
# Answers after a moment, when asyncio has closed the transport of a client that ended its side.
import asyncio
import collections


class Thoughtful(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.replies = collections.deque()

    def data_received(self, data):
        self.replies.append(data.upper())
        asyncio.get_running_loop().call_later(0.1, self.answer)

    def answer(self):
        reply = self.replies.popleft()
        if not self.transport.is_closing():
            self.transport.write(reply)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Thoughtful, "127.0.0.1", 8081)
    await server.serve_forever()


asyncio.run(main())
