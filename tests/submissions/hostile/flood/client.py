# attack: prints without end
# family: exhaust
# score: 0
# bounded: namespaces user plain

for _ in range(20_000):  # no more than 20 MB
    print("flood " * 170)
