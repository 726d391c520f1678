# attack: mounts a file system, and makes read-only places writable again
# family: escape
# score: full
# stopped: namespaces user plain
import ctypes
import socket

libc = ctypes.CDLL(None)
for flags, target in ((0, b"/tmp"), (0x20, b"/"), (0x20 | 0x1000, b"/usr")):
    if libc.mount(b"tmpfs", target, b"tmpfs", flags, None) == 0:
        print("GAINED a mount")
if libc.umount2(b"/proc", 2) == 0:
    print("GAINED umount")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
