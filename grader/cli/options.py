"""What the options of several commands have in common."""

from pathlib import Path
from typing import Any, get_args

import click

from grader.catalog import ROOT
from grader.model import Audience
from grader.report.formats import FORMATS


class Number(click.IntRange):
    """A whole number of a range."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's own
        """Return the number. Raises click.BadParameter where it is none, or out of range."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no whole number from {self.min} to {self.max}", param, ctx)


class Once(click.Option):
    """An option that is refused where it is given twice: of two answers, none is dropped without a word."""

    def __init__(self, *words: Any, **more: Any) -> None:  # noqa: ANN401 - click's own
        """Take what click.Option takes."""
        super().__init__(*words, **{**more, "multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401 - click's own
        """Return the one value, and None where there is none. Raises click.BadParameter where there are more."""
        values = super().process_value(ctx, value)
        if len(values) > 1:
            msg = "it is given twice"
            raise click.BadParameter(msg, ctx, self)
        return values[0] if values else None


of_course = click.option(
    "--course",
    cls=Once,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=[ROOT],
    show_default="this repository",
    help="The course: a folder with exercises/, solutions/ and lesson/.",
)

ordered = click.option(
    "--report",
    "orders",
    metavar="[student:]FORMAT=FILE",
    multiple=True,
    help=f"Also write this report; it can be given several times. Formats: {', '.join(FORMATS)}.",
)

for_audience = click.option(
    "--audience",
    cls=Once,
    type=click.Choice(get_args(Audience)),
    default=["instructor"],
    show_default=True,
    help="Who reads it all: of hidden checks, students see what the catalogue says.",
)
