"""desk/tally.py: a program without a network."""

from grader.kit import TerminalProgram, check


@check(points=1, hint="Which function waits for a line?")
def counts(program: TerminalProgram) -> None:
    """The program tells how many lines there have been."""
    program.has_asked()
    program.answers("one", "1")
    program.answers("two", "2", never=("1",))


@check(points=2, hint="Where does a process keep what it knows?", needs=counts, side_by_side=True)
def two_runs_count_for_themselves(program: TerminalProgram) -> None:
    """Started twice, side by side, each counts its own lines; one ends and the other goes on."""
    other = program.another()
    program.answers("here", "1")
    other.answers("there", "1")
    program.answers("here", "2")
    program.types("q")
    program.exits_cleanly()
    other.answers("there", "2")
