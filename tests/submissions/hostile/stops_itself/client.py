# attack: stops itself and never goes on
# family: end early
# score: 0
# bounded: namespaces user
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
