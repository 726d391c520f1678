# fails: sends_a_message
# misconception: unexpected_exception
import asyncio


async def talk():
    reader, writer = await asyncio.open_connection("127.0.0.1", 8080)
    words = []
    writer.write(words[0])
    print(await reader.read(1024))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(talk())


asyncio.run(main())
