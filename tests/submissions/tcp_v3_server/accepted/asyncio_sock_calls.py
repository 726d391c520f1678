import asyncio
import socket


async def handle(loop, connection):
    with connection:
        try:
            while True:
                data = await loop.sock_recv(connection, 1024)
                if not data:
                    return
                await loop.sock_sendall(connection, data.upper())
        except OSError as error:
            print(error)


async def main():
    loop = asyncio.get_running_loop()
    tasks = set()
    with socket.create_server(("127.0.0.1", 8081)) as listener:
        listener.setblocking(False)
        while True:
            connection, _ = await loop.sock_accept(listener)
            connection.setblocking(False)
            task = loop.create_task(handle(loop, connection))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            del connection


asyncio.run(main())
