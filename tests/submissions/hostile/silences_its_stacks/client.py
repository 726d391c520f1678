# attack: takes away the handler by which the grader asks where it waits, and waits
# family: confuse
# score: 0
# bounded: namespaces
import faulthandler
import signal
import threading

faulthandler.disable()
signal.signal(signal.SIGABRT, signal.SIG_IGN)
signal.signal(signal.SIGALRM, lambda *_: None)
threading.Event().wait()
