# attack: several processes take memory that together is too much
# family: exhaust
# score: 0
# bounded: namespaces user
import os
import signal

signal.alarm(60)
for _ in range(8):  # 8 times 300 MiB
    if os.fork() == 0:
        signal.alarm(60)
        taken = bytearray(300 << 20)
        taken[::4096] = b"x" * len(taken[::4096])
        signal.pause()
signal.pause()
