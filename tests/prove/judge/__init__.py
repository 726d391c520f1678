"""``make prove GRADER=1``: mutants of the grader itself, and the tests that kill them.

A copy-on-write view of the machine, made afresh for every mutant, is all that a mutant can change.
"""
