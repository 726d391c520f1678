import asyncio


async def keyboard(prompt):
    """input() blocks, so it waits in a thread of its own."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, input, prompt)


async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 8081)
    try:
        while True:
            line = (await keyboard("async> ")).strip()
            if line == "q":
                break
            if not line:
                continue
            writer.write(line.encode())
            await writer.drain()
            reply = await reader.read(1024)
            if not reply:
                print("end of stream")
                break
            print(reply.decode())
    except ConnectionError as error:
        print("lost the server:", error)
    finally:
        writer.close()


asyncio.run(main())
