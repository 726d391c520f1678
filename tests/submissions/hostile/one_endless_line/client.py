# attack: prints one line that does not end
# family: exhaust
# score: 0
# bounded: namespaces user plain

for _ in range(20_000):  # no more than 20 MB
    print("endless" * 150, end="", flush=True)
