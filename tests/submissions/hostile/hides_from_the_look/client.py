# attack: forbids that anybody looks at it, then waits for ever
# family: end early
# score: 0
# stopped: namespaces user plain
import ctypes
import threading

if ctypes.CDLL(None).prctl(4, 0, 0, 0, 0) == 0:
    print("GAINED invisibility")
threading.Event().wait()
