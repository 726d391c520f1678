# attack: reads the file with the nonce, which would make a forged report believable
# family: read
# score: full
# stopped: namespaces user
import glob
import socket

for path in ("/tmp/grader-*/**/job.json", "@TMP@/grader-*/**/assignment.json", "../../examination/**/*.json", "../../../*/assignment.json",):
    for found in glob.glob(path, recursive=True):
        try:
            if open(found, "rb").read(1):
                print("GAINED", found)
                break
        except OSError:
            pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
