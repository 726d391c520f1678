"""What the commands of ``make prove`` share: their bars on the screen, their results as JSON, and Ctrl-C."""

import signal
from collections.abc import Callable

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


def can_be_interrupted() -> None:
    """Let signals end the command as Ctrl-C does, also where a shell had them ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def progress_shown() -> Progress:
    """Return a screen for bars."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def task(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    """Put one more bar on the screen; return what moves it on."""
    number_of_task = progress.add_task(what, total=total)
    return lambda number: progress.advance(number_of_task, number)


def as_json(value: object) -> bytes:
    """Return it for people to look through."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
