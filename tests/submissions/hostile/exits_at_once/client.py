# attack: ends with exit status 0 before anything was asked
# family: end early
# score: 0
# stopped: namespaces user plain
import os

os._exit(0)
