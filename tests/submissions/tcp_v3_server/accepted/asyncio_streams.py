import asyncio


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1024):
            writer.write(data.upper())
            await writer.drain()
    except ConnectionError as error:
        print("lost:", error)
    finally:
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(converse, "127.0.0.1", 8081)
    print("serving on", server.sockets[0].getsockname())
    async with server:
        await server.serve_forever()


asyncio.run(main())
