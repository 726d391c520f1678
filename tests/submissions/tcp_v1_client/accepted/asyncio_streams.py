import asyncio


async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 8080)

    writer.write(b"Asynchronous Hello")
    await writer.drain()

    reply = await reader.read(1024)
    print(f"Received: {reply.decode()!r}")

    writer.close()
    await writer.wait_closed()


asyncio.run(main())
