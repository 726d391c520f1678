"""The walk through the folders of a submission, level by level: where exercises lie, and what else there is."""

from grader.course import Exercise, Intake
from grader.submission.names import exercise_meant, in_short, is_archive, is_visible, joined, listed
from grader.submission.rules import Folder, Kind, Refused
from grader.text import say

DEEPEST = 2  # folders around the exercises: a repository's, and exercises/ in it
_MOST_FOUND = 40  # paths that are kept to tell what was found instead


class Search:
    """One walk down from the top, level by level."""

    def __init__(self, exercises: dict[str, Exercise], intake: Intake) -> None:
        """Look for these exercises, at no more names than an archive may have members."""
        self._names = exercises
        self._intake = intake
        self._left = intake.archive_members
        self.found: list[str] = []  # paths of what lies there, for a complaint
        self.archives: list[tuple[tuple[Folder, str], str]] = []
        self.exercises: list[str] = []  # which ones the root holds, under whatever name

    def root(self, top: Folder) -> tuple[Folder, str] | None:
        """Return the folder that holds exercises, and its place. Raises Refused where there are several."""
        level: list[tuple[Folder, str]] = [(top, "")]
        hits: list[tuple[Folder, str, list[str]]] = []
        for depth in range(DEEPEST + 1):
            below: list[tuple[Folder, str]] = []
            is_exact = False
            for folder, place in level:
                names = self._listed(folder, is_top=depth == 0)
                meant = self._meant(folder, names)
                if meant:
                    hits.append((folder, place, meant))
                    is_exact = is_exact or not self._names.keys().isdisjoint(names)
                below += self._below(folder, place, names)
            if is_exact:
                break
            level = below
        if len(hits) > 1:
            places = listed(sorted(place or "." for _, place, _ in hits))
            raise Refused(say("several folders hold exercises ({places}); hand in one", places=places))
        if not hits:
            return None
        folder, place, self.exercises = hits[0]
        return folder, place

    def _listed(self, folder: Folder, *, is_top: bool) -> list[str]:
        try:
            names = folder.names()
        except Refused:
            exact = [name for name in self._names if folder.kind(name)]
            if not is_top or not exact:
                raise
            return exact
        self._left -= len(names)
        if self._left < 0 and not (is_top and any(name in self._names for name in names)):
            raise Refused(
                say(
                    "more than {most} things lie around the exercises; hand in these alone",
                    most=self._intake.archive_members,
                )
            )
        return names

    def _meant(self, folder: Folder, names: list[str]) -> list[str]:
        """Return the exercises that lie here; an exact name counts whatever it belongs to, a near one if a folder."""
        meant = []
        for name in names:
            exercise = name if name in self._names else exercise_meant(name, self._names)
            if exercise and (name in self._names or folder.kind(name) is Kind.FOLDER):
                meant.append(exercise)
        return sorted(set(meant), key=list(self._names).index)

    def _below(self, folder: Folder, place: str, names: list[str]) -> list[tuple[Folder, str]]:
        """Return the folders that lie here; note the archives, and what else there is."""
        below = []
        for name in sorted(filter(is_visible, names)):
            path = joined(place, in_short(name))
            kind = folder.kind(name)
            if len(self.found) < _MOST_FOUND:
                self.found.append(f"{path}/" if kind is Kind.FOLDER else path)
            if kind is Kind.FOLDER and not exercise_meant(name, self._names):
                below.append((folder.folder(name), path))
            elif kind is Kind.FILE and is_archive(name):
                self.archives.append(((folder, name), path))
        return below
