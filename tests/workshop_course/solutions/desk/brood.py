"""Starts a child process for each line."""

import subprocess
import sys

children: list[subprocess.Popen[bytes]] = []
while input("Another one? ") != "q":
    children.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
for child in children:
    child.kill()
    child.wait()
