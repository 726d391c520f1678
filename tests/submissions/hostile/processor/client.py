# attack: uses a processor and gets nowhere
# family: exhaust
# score: 0
# bounded: namespaces user plain
import time

while time.process_time() < 30:
    pass
