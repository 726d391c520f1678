"""Output that goes to the log of a GitHub workflow, where a line that begins with ``::`` commands the runner.

https://docs.github.com/actions/reference/workflow-commands#stopping-and-starting-workflow-commands
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click


@contextmanager
def without_commands(environment: Mapping[str, str]) -> Iterator[None]:
    """Let what is printed inside command no runner: it is told to obey again only at a word that nobody can guess."""
    if environment.get("GITHUB_ACTIONS") != "true":
        yield
        return
    word = secrets.token_hex(16)
    click.echo(f"::stop-commands::{word}")
    try:
        yield
    finally:
        click.echo(f"::{word}::")
