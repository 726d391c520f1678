# attack: attaches to its parent and reads its memory, as a debugger would
# family: escape
# score: full
# stopped: namespaces user plain
import ctypes
import os
import socket

libc = ctypes.CDLL(None)
if libc.ptrace(16, os.getppid(), 0, 0) == 0 or libc.ptrace(0, 0, 0, 0) == 0:
    print("GAINED ptrace")
buffer = ctypes.create_string_buffer(8)
if libc.process_vm_readv(os.getppid(), buffer, 0, buffer, 0, 0) >= 0:
    print("GAINED process_vm_readv")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
