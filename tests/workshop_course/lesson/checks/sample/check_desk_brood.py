"""desk/brood.py: a program that starts other processes."""

from grader.kit import TerminalProgram, check


@check(points=1, hint="What starts a process?")
def starts_a_child_for_each_line(program: TerminalProgram) -> None:
    """Each line is one more process."""
    program.has_processes(1)
    program.types("one")
    program.has_processes(2)
    program.types("two")
    program.has_processes(3)


@check(points=1, hint="Who ends the children?", needs=starts_a_child_for_each_line)
def leaves_nobody_behind(program: TerminalProgram) -> None:
    """When the program has ended, so have its children."""
    program.types("one")
    program.has_processes(2)
    program.types("q")
    program.leaves_nobody_behind()
