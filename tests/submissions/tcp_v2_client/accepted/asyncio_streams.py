import asyncio


async def ask(question: str) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", 8080)
    try:
        writer.write(question.encode())
        await writer.drain()
        return (await reader.read(1024)).decode()
    finally:
        writer.close()
        await writer.wait_closed()


print(asyncio.run(ask("Await me")))
