# attack: opens the kernel's settings for writing
# family: write
# score: full
# stopped: namespaces user
import os
import socket

places = ["/proc/sys", "/proc/irq", "/proc/bus", "/proc/acpi", "/proc/pressure", "/sys/kernel", "/sys/fs/cgroup"]
paths = [os.path.join(top, name) for place in places for top, _, names in os.walk(place) for name in names]
for path in ["/proc/sysrq-trigger", *paths]:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        continue
    print("GAINED", path)
    break

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
