"""The types of ``course.toml`` and ``handout.json``: what a catalogue says, and what a handout says of itself."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

# What a catalogue may say: whole numbers and spans of time that make sense, and names that are names everywhere.
_Seconds = Annotated[float, Meta(ge=0.1, le=3600)]
_Count = Annotated[int, Meta(ge=1, le=100_000)]
_Mib = Annotated[int, Meta(ge=1, le=65_536)]
_Kib = Annotated[int, Meta(ge=1, le=1_048_576)]
_Line = Annotated[str, Meta(min_length=1, max_length=200)]
_FolderName = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,63}\Z")]
_ProgramName = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9]{0,63}\.py\Z")]  # a check module is called EXERCISE_PROGRAM


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one run of a student's program may use. The least of each is what Python itself needs."""

    asleep_seconds: _Seconds  # wall time that a program may sleep while a check waits for it
    # The same beyond a second for each thing that is said to it: in one check, in all checks of one program.
    check_asleep_seconds: _Seconds
    program_asleep_seconds: _Seconds
    grading_asleep_seconds: _Seconds  # all that the programs of one grading may sleep, seconds that are free included
    spin_seconds: _Seconds  # CPU time that it may use while a check waits for it
    program_spin_seconds: _Seconds  # the same in all checks of one program, before later waits are short
    grading_spin_seconds: _Seconds  # the same for all programs of one grading
    cpu_seconds: Annotated[int, Meta(ge=1, le=600)]  # CPU time of one run, whatever happens
    memory_mib: Annotated[int, Meta(ge=128, le=65_536)]  # address space of a process; what several write to, together
    processes: Annotated[int, Meta(ge=2, le=10_000)]  # at once
    open_files: Annotated[int, Meta(ge=16, le=65_536)]
    file_mib: _Mib  # the largest file that it may write
    output_kib: Annotated[int, Meta(ge=16, le=65_536)]  # what it may print in one run
    keyboard_seconds: _Seconds  # by the clock: whoever has rested so long, and left no key unread, wants another line


class Intake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a submission is taken, or only looked at."""

    file_kib: _Kib  # one file
    helpers: Annotated[int, Meta(ge=0, le=100_000)]  # files beside the programs, in one exercise
    helpers_kib: Annotated[int, Meta(ge=0, le=1_048_576)]  # what these come to together
    entries: _Count  # things in the folder of one exercise
    archive_mib: Annotated[int, Meta(ge=1, le=1024)]  # an archive as it is handed in; it is read into memory
    archive_members: _Count
    unpacked_mib: Annotated[int, Meta(ge=1, le=1024)]  # what a tar.gz unpacks to, in memory too
    unpacked_ratio: _Count  # how many times its own size that may be
    ratio_from_mib: Annotated[int, Meta(ge=0, le=1024)]  # up to which nobody asks for the ratio


Protocol = Literal["tcp", "udp"]
Role = Literal["server", "client", "terminal"]  # how a program is driven: over the network, at the keyboard, or both


class Endpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a server is to be found."""

    protocol: Protocol
    host: str
    port: Annotated[int, Meta(ge=1024, le=65_535)]  # those below are root's

    @property
    def place(self) -> tuple[str, int]:
        """Host and port, as sockets take them."""
        return (self.host, self.port)


class Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file that students write. A server listens at its addresses, a client talks to servers there."""

    file: _ProgramName
    role: Role
    addresses: tuple[Endpoint, ...] = ()  # at most one for each protocol

    @property
    def protocols(self) -> tuple[Protocol, ...]:
        """Over which it speaks."""
        return tuple(address.protocol for address in self.addresses)

    def at(self, protocol: Protocol) -> tuple[str, int]:
        """Return host and port for a protocol that it speaks."""
        return next(address.place for address in self.addresses if address.protocol == protocol)


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A folder of programs to write."""

    name: _FolderName
    title: _Line
    program: Annotated[tuple[Program, ...], Meta(min_length=1)]  # in the order in which students write them

    @property
    def programs(self) -> tuple[str, ...]:
        """Return the names of their files."""
        return tuple(program.file for program in self.program)

    @property
    def addresses(self) -> frozenset[tuple[str, int]]:
        """Where its programs listen, or look for servers."""
        return frozenset(address.place for program in self.program for address in program.addresses)


HiddenChecks = Literal["points", "titles", "feedback"]


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The catalogue: every exercise in teaching order."""

    title: _Line
    limits: Limits
    intake: Intake
    exercise: Annotated[tuple[Exercise, ...], Meta(min_length=1)]
    hidden_checks: HiddenChecks = "points"  # what students may see of them
    version: Annotated[str, Meta(pattern=r"\A[^\s]{1,100}\Z")] = "unversioned"  # as the course's instructors count


class HiddenPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hidden checks of one program, of which a handout has nothing but these two numbers."""

    checks: _Count
    points: _Count


class Handout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a students' repository says of itself: which one it is, and what the instructor put into it."""

    course: str
    version: str
    hash: str  # SHA-256 over all that was put there, the stubs included
    hidden: dict[str, HiddenPart]  # by program: tcp_v3/server.py
    files: tuple[str, ...]  # what is the instructor's, sorted; the programs are not among them
