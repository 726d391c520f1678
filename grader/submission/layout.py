"""Where the exercises lie in a submission: below which folders, under which names, in which archives.

The exact names come first. Where they are missing, what can be meant in one way only is taken, with a remark; what can
be meant in several ways is refused, and all of them are named. Every search is bounded: in depth, and in what it looks
at.
"""

from typing import NamedTuple

from grader.model import Exercise, Intake, Refusal, Remark
from grader.submission.archive import Archive, read_archive
from grader.submission.names import (
    exercise_meant,
    exercise_of_archive,
    in_short,
    is_archive,
    is_nearly,
    is_visible,
    listed,
)
from grader.submission.rules import Folder, Refused

_MIB = 1024 * 1024
_DEEPEST = 2  # folders around the exercises: a repository's, and exercises/ in it
_MOST_FOUND = 40  # paths that are kept to tell what was found instead


class Submission(NamedTuple):
    """The folder that holds the exercises, or archives of them, and where in the submission it lies ("": it is it)."""

    root: Folder
    place: str
    opens_archives: bool  # those that lie in it: they are one layer, and an archive in an archive would be another
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Place(NamedTuple):
    """The folder of one exercise, what it is called, and what is to be said of where it lies."""

    folder: Folder
    name: str
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Layout:
    """Finds the exercises of a course in a submission; what it reads of archives in folders is bounded in all."""

    def __init__(self, exercises: tuple[Exercise, ...], intake: Intake) -> None:
        """Look for these exercises."""
        self._exercises = {exercise.name: exercise for exercise in exercises}
        self._intake = intake
        self._left = intake.archive_mib * _MIB

    def of_folder(self, top: Folder) -> Submission:
        """Find the exercises in a folder, or in the one archive that is there, or archives named after them."""
        search = _Search(self._exercises, self._intake)
        found = search.root(top)
        if found is not None:
            return Submission(*found, opens_archives=True)
        places = search.archives
        if len(places) == 1:
            (folder, name), place = places[0]
            archive = self._opened(folder, name, place)
            self._left = self._intake.archive_mib * _MIB  # it may be opened once more, as that of an exercise
            inner = _Search(self._exercises, self._intake)
            inside = inner.root(archive.top)
            if inside is not None:
                remarks = (Remark(_joined(place, inside[1]), "."), *archive.remarks)
                return Submission(inside[0], "", opens_archives=False, refused=archive.refused, remarks=remarks)
            search.found += [f"{place}/{path}" for path in inner.found]
        named = [one for one in places if exercise_of_archive(one[0][1], self._exercises)]
        around = {place.rpartition("/")[0]: folder for (folder, _), place in named}
        if len(around) == 1:
            place, folder = around.popitem()
            return Submission(folder, place, opens_archives=True)
        if len(places) > 1:
            msg = f"several archives lie in it ({listed(sorted(place for _, place in places))}); hand in one, or one "
            raise Refused(msg + f"for each exercise, named after it: {next(iter(self._exercises))}.zip")
        raise self._nothing(search.found)

    def of_archive(self, archive: Archive) -> Submission:
        """Find the exercises in an archive."""
        search = _Search(self._exercises, self._intake)
        found = search.root(archive.top)
        if found is None:
            raise self._nothing(search.found, "; an archive in an archive is not opened" if search.archives else "")
        return Submission(*found, opens_archives=False, refused=archive.refused, remarks=archive.remarks)

    def exercise(self, name: str, submission: Submission) -> Place | None:
        """Return the folder of one exercise. Raises Refused where it is something else, or meant in several ways."""
        root = submission.root
        try:
            names = root.names()
        except Refused:
            names = [name] if root.kind(name) else []
        near = sorted(other for other in names if self._is_meant(root, other, name, submission))
        if name in names:
            more = f", and so are {len(near) - 1} more" if len(near) > 1 else ""
            why = f"{name} is there too, and only that is taken{more}"
            refused = tuple(Refusal(in_short(other), why) for other in near[:1])
            return self._inner(name, Place(root.folder(name), name, refused))
        if not near:
            return None
        if len(near) > 1:
            msg = f"several things have nearly the name of its folder ({listed(near)}); call the right one {name}"
            raise Refused(msg)
        if root.kind(near[0]) == "a folder":
            place = Place(root.folder(near[0]), in_short(near[0]), remarks=(Remark(in_short(near[0]), name),))
        else:
            place = self._in_archive(name, root, near[0])
        return self._inner(name, place)

    def instead(self, name: str, submission: Submission) -> str:
        """Say what a submission holds that has no folder of this exercise."""
        missing = f"there is no folder {name}"
        try:
            names = submission.root.names()
        except Refused as reason:
            return f"{missing}, and {reason}"
        others = sorted(other for other in names if is_visible(other) and other not in self._exercises)
        return f"{missing}; beside the exercises lie {listed(others)}" if others else missing

    def _is_meant(self, root: Folder, other: str, name: str, submission: Submission) -> bool:
        if other in self._exercises:
            return False
        if exercise_meant(other, self._exercises) == name:
            return root.kind(other) == "a folder"
        is_named = submission.opens_archives and exercise_of_archive(other, self._exercises) == name
        return is_named and root.kind(other) == "a file"

    def _in_archive(self, name: str, root: Folder, file: str) -> Place:
        """Return the folder of an exercise that has an archive of its own."""
        archive = self._opened(root, file, in_short(file))
        search = _Search(self._exercises, self._intake)
        found = search.root(archive.top)
        folder: Folder = archive.top
        place = in_short(file)
        if found is not None:
            others = [other for other in search.exercises if other != name]
            if others:
                msg = f"{place} holds {listed(others)}; hand in one archive of all exercises, or one for each"
                raise Refused(msg)
            inside = [other for other in found[0].names() if exercise_meant(other, self._exercises) == name]
            folder = found[0].folder(inside[0])
            place = _joined(place, _joined(found[1], in_short(inside[0])))
        return Place(folder, place, archive.refused, (Remark(place, name), *archive.remarks))

    def _inner(self, name: str, place: Place) -> Place:
        """Return the one folder in it that holds the programs, where it holds none itself."""
        exercise = self._exercises[name]
        try:
            names = place.folder.names()
        except Refused:
            return place
        if _holds_programs(exercise, names):
            return place
        inner = []
        for other in filter(is_visible, names):
            if place.folder.kind(other) != "a folder":
                continue
            try:
                if _holds_programs(exercise, place.folder.folder(other).names()):
                    inner.append(other)
            except Refused:
                continue
        if len(inner) > 1:
            msg = f"several folders in it hold its programs ({listed(sorted(inner))}); put the right ones into {name}"
            raise Refused(msg)
        if not inner:
            return place
        whole = _joined(place.name, in_short(inner[0]))
        remarks = (*(remark for remark in place.remarks if remark.taken_as != name), Remark(whole, name))
        return Place(place.folder.folder(inner[0]), whole, place.refused, remarks)

    def _opened(self, folder: Folder, name: str, place: str) -> Archive:
        try:
            data = folder.read(name, max(0, self._left))
            self._left -= len(data or b"")
            return read_archive(self._within(data or b""), self._intake)
        except Refused as reason:
            msg = f"{place}: {reason}"
            raise Refused(msg) from reason

    def _within(self, data: bytes) -> bytes:
        """Return the data of an archive, or raise Refused where all archives so far are too large together."""
        if self._left < 0:
            msg = f"the archives are larger than {self._intake.archive_mib} MiB; hand in the exercises alone"
            raise Refused(msg)
        return data

    def _nothing(self, found: list[str], besides: str = "") -> Refused:
        first = next(iter(self._exercises.values()))
        stems = [program.removesuffix(".py") for program in first.programs]
        found = sorted(dict.fromkeys(found), key=lambda path: (not any(stem in path.lower() for stem in stems), path))
        instead = f"found instead: {listed(found)}" if found else "it is empty"
        return Refused(
            f"not a submission; it has none of the folders {', '.join(self._exercises)}, "
            f"with at most {_DEEPEST} folders around them; {instead}{besides}; "
            f"wanted is a file such as {first.name}/{first.programs[0]}"
        )


class _Search:
    """One walk down from the top, level by level."""

    def __init__(self, exercises: dict[str, Exercise], intake: Intake) -> None:
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
        for depth in range(_DEEPEST + 1):
            below: list[tuple[Folder, str]] = []
            is_exact = False
            for folder, place in level:
                names = self._listed(folder, is_top=depth == 0)
                meant = self._meant(folder, names)
                if meant:
                    hits.append((folder, place, meant))
                    is_exact = is_exact or any(name in self._names for name in names)
                else:
                    below += self._below(folder, place, names)
            if is_exact:
                break
            level = below
        if len(hits) > 1:
            msg = (
                f"several folders hold exercises ({listed(sorted(place or '.' for _, place, _ in hits))}); hand in one"
            )
            raise Refused(msg)
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
            msg = f"more than {self._intake.archive_members} things lie around the exercises; hand in these alone"
            raise Refused(msg)
        return names

    def _meant(self, folder: Folder, names: list[str]) -> list[str]:
        """Return the exercises that lie here; an exact name counts whatever it belongs to, a near one if a folder."""
        meant = []
        for name in names:
            exercise = name if name in self._names else exercise_meant(name, self._names)
            if exercise and (name in self._names or folder.kind(name) == "a folder"):
                meant.append(exercise)
        return sorted(set(meant), key=list(self._names).index)

    def _below(self, folder: Folder, place: str, names: list[str]) -> list[tuple[Folder, str]]:
        """Return the folders that lie here; note the archives, and what else there is."""
        below = []
        for name in sorted(filter(is_visible, names)):
            path = _joined(place, in_short(name))
            kind = folder.kind(name)
            if len(self.found) < _MOST_FOUND:
                self.found.append(f"{path}/" if kind == "a folder" else path)
            if kind == "a folder":
                below.append((folder.folder(name), path))
            elif kind == "a file" and is_archive(name):
                self.archives.append(((folder, name), path))
        return below


def _holds_programs(exercise: Exercise, names: list[str]) -> bool:
    return any(name == file or is_nearly(name, file) for file in exercise.programs for name in names)


def _joined(place: str, name: str) -> str:
    return "/".join(filter(None, (place, name)))
