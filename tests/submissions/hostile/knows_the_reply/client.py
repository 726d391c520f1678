# attack: prints what it takes the reply for, and never asks
# family: cheat
# score: 0
# stopped: namespaces user plain

for guess in ("HELLO", "ABC", "hello", "b'HELLO'"):
    print(guess)
