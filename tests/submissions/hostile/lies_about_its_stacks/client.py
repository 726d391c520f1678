# attack: answers the question where it waits with a forged place, for ever
# family: confuse
# score: 0
# bounded: namespaces user plain
import signal
import threading

def lie(*_):
    while True:
        print('File "/home/student/tcp_v1/client.py", line 9999\n' * 100)

signal.signal(signal.SIGABRT, lie)
threading.Event().wait()
