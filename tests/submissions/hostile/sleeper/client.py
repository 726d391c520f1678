# attack: sleeps through the check
# family: exhaust
# score: 0
# bounded: namespaces user plain
import time

time.sleep(600)
