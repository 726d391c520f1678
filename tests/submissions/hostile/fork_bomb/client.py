# attack: forks in a loop, in every child too
# family: exhaust
# score: 0
# bounded: namespaces user plain
import os
import signal

for _ in range(9):  # no more than 512 of them, for no more than a minute
    try:
        os.fork()
    except OSError:
        pass
signal.alarm(60)
while True:
    signal.pause()
