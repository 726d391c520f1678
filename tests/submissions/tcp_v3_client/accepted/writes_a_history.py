# Writes what was said into a file beside it, and reads the one of the run before if there is one.
import socket
from pathlib import Path

HISTORY = Path(__file__).with_name("history.txt")

history = HISTORY.read_text(encoding="utf-8").splitlines() if HISTORY.exists() else []
print(f"{len(history)} lines of earlier conversations")
client = socket.socket()
client.connect(("127.0.0.1", 8081))
while True:
    line = input("you: ").strip()
    if not line:
        continue
    if line == "q":
        break
    client.sendall(line.encode("utf-8"))
    reply = client.recv(1024)
    if not reply:
        print("the server has left")
        break
    print("server:", reply.decode("utf-8"))
    history += [f"> {line}", f"< {reply!r}"]
    HISTORY.write_text("\n".join(history) + "\n", encoding="utf-8")
client.close()
