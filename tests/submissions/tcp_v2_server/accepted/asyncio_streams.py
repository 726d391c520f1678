import asyncio


async def answer(reader, writer):
    data = await reader.read(1024)
    print(writer.get_extra_info("peername"), data)
    writer.write(data.upper())
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(answer, host="127.0.0.1", port=8080)
    async with server:
        await server.serve_forever()


asyncio.run(main())
