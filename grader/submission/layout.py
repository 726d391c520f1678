"""Where the exercises lie in a submission: below which folders, under which names, in which archives.

The exact names come first. Where they are missing, what can be meant in one way only is taken, with a remark; what can
be meant in several ways is refused, and all of them are named. Every search is bounded: in depth, and in what it looks
at.
"""

from typing import NamedTuple

from grader.course import Exercise, Intake
from grader.model import Remark
from grader.submission.archive import Archive, read_archive
from grader.submission.names import (
    exercise_meant,
    exercise_of_archive,
    in_short,
    is_nearly,
    is_visible,
    joined,
    listed,
)
from grader.submission.rules import Folder, Kind, LeftOut, Refused
from grader.submission.search import DEEPEST, Search
from grader.text import Text, say

_MIB = 1024 * 1024


class Submission(NamedTuple):
    """The folder that holds the exercises, or archives of them, and where in the submission it lies ("": it is it)."""

    root: Folder
    place: str
    opens_archives: bool  # those that lie in it: they are one layer, and an archive in an archive would be another
    refused: tuple[LeftOut, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Place(NamedTuple):
    """The folder of one exercise, what it is called, and what is to be said of where it lies."""

    folder: Folder
    name: str
    refused: tuple[LeftOut, ...] = ()
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
        search = Search(self._exercises, self._intake)
        found = search.root(top)
        if found is not None:
            return Submission(*found, opens_archives=True)
        places = search.archives
        if len(places) == 1:
            (folder, name), place = places[0]
            archive = self._opened(folder, name, place)
            self._left = self._intake.archive_mib * _MIB  # it may be opened once more, as that of an exercise
            inner = Search(self._exercises, self._intake)
            inside = inner.root(archive.top)
            if inside is not None:
                remarks = (Remark(joined(place, inside[1]), "."), *archive.remarks)
                return Submission(inside[0], "", opens_archives=False, refused=archive.refused, remarks=remarks)
            search.found += [f"{place}/{path}" for path in inner.found]
        named = [one for one in places if exercise_of_archive(one[0][1], self._exercises)]
        around = {place.rpartition("/")[0]: folder for (folder, _), place in named}
        if len(around) == 1:
            place, folder = around.popitem()
            return Submission(folder, place, opens_archives=True)
        if len(places) > 1:
            one = say("one for each exercise, named after it: {name}", name=f"{next(iter(self._exercises))}.zip")
            raise Refused(
                say(
                    "several archives lie in it ({archives}); hand in one, or {one}",
                    archives=listed(sorted(place for _, place in places)),
                    one=one,
                )
            )
        raise self._nothing(search.found)

    def of_archive(self, archive: Archive) -> Submission:
        """Find the exercises in an archive."""
        search = Search(self._exercises, self._intake)
        found = search.root(archive.top)
        if found is None:
            raise self._nothing(search.found, holds_archives=bool(search.archives))
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
            why = say("{name} is there too, and only that is taken", name=name)
            if len(near) > 1:
                why = say("{reason} ({others}: the same)", reason=why, others=listed(near[1:]))
            refused = tuple(LeftOut(in_short(other), why) for other in near[:1])
            return self._inner(name, Place(root.folder(name), name, refused))
        if not near:
            return None
        if len(near) > 1:
            raise Refused(
                say(
                    "several things have nearly the name of its folder ({names}); call the right one {name}",
                    names=listed(near),
                    name=name,
                )
            )
        if root.kind(near[0]) is Kind.FOLDER:
            place = Place(root.folder(near[0]), in_short(near[0]), remarks=(Remark(in_short(near[0]), name),))
        else:
            place = self._in_archive(name, root, near[0])
        return self._inner(name, place)

    def instead(self, name: str, submission: Submission) -> Text:
        """Say what a submission holds that has no folder of this exercise."""
        missing = say("there is no folder {name}", name=name)
        try:
            names = submission.root.names()
        except Refused as refusal:
            return say("{missing}, and {reason}", missing=missing, reason=refusal.reason)
        others = sorted(other for other in names if is_visible(other) and other not in self._exercises)
        if not others:
            return missing
        return say("{missing}; beside the exercises lie {others}", missing=missing, others=listed(others))

    def with_stray(self, said: Text, path: str, submission: Submission) -> Text:
        """Say besides where files with a program's name lie a folder too high: of which exercise is not guessed."""
        file = path.rpartition("/")[2]
        try:
            stray = sorted(name for name in submission.root.names() if name == file or is_nearly(name, file))
        except Refused:
            return said
        return say("{said}; outside of it lies {names}", said=said, names=listed(stray)) if stray else said

    def _is_meant(self, root: Folder, other: str, name: str, submission: Submission) -> bool:
        if other in self._exercises:
            return False
        if exercise_meant(other, self._exercises) == name:
            return root.kind(other) is Kind.FOLDER
        is_named = submission.opens_archives and exercise_of_archive(other, self._exercises) == name
        return is_named and root.kind(other) is Kind.FILE

    def _in_archive(self, name: str, root: Folder, file: str) -> Place:
        """Return the folder of an exercise that has an archive of its own."""
        archive = self._opened(root, file, in_short(file))
        search = Search(self._exercises, self._intake)
        found = search.root(archive.top)
        folder: Folder = archive.top
        place = in_short(file)
        if found is not None:
            others = [other for other in search.exercises if other != name]
            if others:
                raise Refused(
                    say(
                        "{place} holds {others}; hand in one archive of all exercises, or one for each",
                        place=place,
                        others=listed(others),
                    )
                )
            inside = [other for other in found[0].names() if exercise_meant(other, self._exercises) == name]
            folder = found[0].folder(inside[0])
            place = joined(place, joined(found[1], in_short(inside[0])))
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
            if place.folder.kind(other) is not Kind.FOLDER:
                continue
            try:
                if _holds_programs(exercise, place.folder.folder(other).names()):
                    inner.append(other)
            except Refused:
                continue
        if len(inner) > 1:
            raise Refused(
                say(
                    "several folders in it hold its programs ({names}); put the right ones into {name}",
                    names=listed(sorted(inner)),
                    name=name,
                )
            )
        if not inner:
            return place
        whole = joined(place.name, in_short(inner[0]))
        remarks = (*(remark for remark in place.remarks if remark.taken_as != name), Remark(whole, name))
        return Place(place.folder.folder(inner[0]), whole, place.refused, remarks)

    def _opened(self, folder: Folder, name: str, place: str) -> Archive:
        try:
            data = folder.read(name, max(0, self._left))
            self._left -= len(data or b"")
            return read_archive(self._within(data or b""), self._intake)
        except Refused as refusal:
            raise Refused(say("{place}: {reason}", place=place, reason=refusal.reason)) from refusal

    def _within(self, data: bytes) -> bytes:
        """Return the data of an archive, or raise Refused where all archives so far are too large together."""
        if self._left < 0:
            raise Refused(
                say(
                    "the archives are larger than {most} MiB; hand in the exercises alone",
                    most=self._intake.archive_mib,
                )
            )
        return data

    def _nothing(self, found: list[str], *, holds_archives: bool = False) -> Refused:
        first = next(iter(self._exercises.values()))
        stems = [program.removesuffix(".py") for program in first.programs]
        found = sorted(dict.fromkeys(found), key=lambda path: (not any(stem in path.lower() for stem in stems), path))
        instead = say("found instead: {names}", names=listed(found)) if found else say("it is empty")
        if holds_archives:
            instead = say("{instead}; an archive in an archive is not opened", instead=instead)
        return Refused(
            say(
                "not a submission; it has none of the folders {folders}, with at most {deepest} folders around them; "
                "{instead}; wanted is a file such as {file}",
                folders=tuple(self._exercises),
                deepest=DEEPEST,
                instead=instead,
                file=f"{first.name}/{first.programs[0]}",
            )
        )


def _holds_programs(exercise: Exercise, names: list[str]) -> bool:
    return any(name == file or is_nearly(name, file) for file in exercise.programs for name in names)
