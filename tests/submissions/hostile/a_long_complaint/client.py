# attack: ends with an exception whose message is enormous
# family: forge
# score: 0
# stopped: namespaces user plain

raise ValueError('passed ' * 100_000)
