# attack: every child forks one more, a chain of 300
# family: exhaust
# score: 0
# bounded: namespaces user plain
import os
import signal

signal.alarm(60)
for _ in range(300):
    if os.fork():
        break
    signal.alarm(60)
signal.pause()
