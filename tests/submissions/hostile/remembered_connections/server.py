# attack: leaves connections that the kernel remembers, over both families, so that the next program's port is taken
# family: survive
# score: 0
# stopped: namespaces user plain
import socket

for family, host, client in (
    (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
    (socket.AF_INET6, "::1", "::1"),
    (socket.AF_INET6, "::", "127.0.0.1"),
    (socket.AF_INET, "127.1.2.3", "127.1.2.3"),
):
    for port in (8080, 8081):
        try:
            with socket.create_server((host, port), family=family, dualstack_ipv6=host == "::") as server:
                ours = socket.create_connection((client, port))
                end, _ = server.accept()
                end.close()  # this end leaves first, and is remembered
                ours.recv(1)
                ours.close()
        except OSError:
            pass
