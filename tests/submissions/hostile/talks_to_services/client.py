# attack: talks to the services of the machine through their sockets
# family: escape
# score: full
# stopped: namespaces
import socket

for path in ("/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/run/containerd/containerd.sock"):
    try:
        with socket.socket(socket.AF_UNIX) as service:
            service.connect(path)
            print("GAINED", path)
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
