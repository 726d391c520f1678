import asyncio


async def main():
    finished = asyncio.Event()

    async def serve(reader, writer):
        peer = writer.get_extra_info("peername")
        data = await reader.read(1024)
        print(f"{peer} {data!r}")
        writer.write(data.upper())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        finished.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 8080)
    await finished.wait()
    server.close()


asyncio.run(main())
