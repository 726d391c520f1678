"""What gradings say of the same checks, and where they differ."""

from collections.abc import Iterator, Mapping

import msgspec

from grader.model import CheckResult, Score


class Sight(msgspec.Struct, frozen=True):
    """One verdict on one check, as one grading gave it: status, misconception and line."""

    verdict: str
    told: str
    how: str  # this grading was done: quiet, under load, by the clock …
    seed: int


class Change(msgspec.Struct, frozen=True):
    """A check of one submission whose verdict is not always the same."""

    submission: str
    check: str
    seen: dict[str, int]  # how often each verdict was seen
    usual: Sight  # one of those with the verdict that was seen most often
    unlike: list[Sight]  # those that differ from it

    @property
    def is_of_status(self) -> bool:
        """Whether the check was not always passed, failed or not run alike."""
        return len({verdict.split()[0] for verdict in self.seen}) > 1


def seen_in(score: Score, how: str) -> Iterator[tuple[str, Sight]]:
    """Return what one grading says of each check."""
    for exercise in score.exercises:
        for program in exercise.programs:
            for result in program.checks:
                yield result.name, sight_of(result, how, score.seed)


def sight_of(result: CheckResult, how: str, seed: int) -> Sight:
    """Return what one grading says of one check."""
    line = "" if result.line is None else f"at line {result.line}"
    verdict = " ".join(filter(None, (result.status, result.misconception, line)))
    return Sight(verdict, " ".join(f"{result.message} {result.diagnosis}".split()), how, seed)


def changes(sights: Mapping[tuple[str, str], list[Sight]]) -> list[Change]:
    """Return the checks of which not every grading has said the same: status, misconception and line."""
    found = []
    for (submission, check), of_check in sights.items():
        verdicts = [sight.verdict for sight in of_check]
        seen = {verdict: verdicts.count(verdict) for verdict in sorted(set(verdicts))}
        usual = max(of_check, key=lambda sight: seen[sight.verdict])
        unlike = [sight for sight in of_check if sight.verdict != usual.verdict]
        if unlike:
            found.append(Change(submission, check, seen, usual, unlike))
    return found
