"""Whose fault it is: three kinds of ending that are never mixed."""


class CheckFailed(Exception):  # noqa: N818 - the word of the design; it is an outcome, not an error
    """The student's program does not do what the check asks. The message says what it did.

    ``alone``: the checks that come after this one can be judged all the same.
    """

    def __init__(self, message: str, *, alone: bool = False) -> None:
        """Say what the program did."""
        super().__init__(message)
        self.alone = alone


class GraderBroken(Exception):  # noqa: N818 - the counterpart of CheckFailed
    """The grader or the machine is at fault. Never scores, never counts against the student."""


class BadCall(Exception):  # noqa: N818 - what was called was wrong, not what was found
    """The command was called with something it cannot work on. One line, then exit status 2."""
