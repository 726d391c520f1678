"""The commands that only instructors have: what is written anew, verified, handed out and bundled."""

import os
from pathlib import Path

import click

from grader.catalog import load_course
from grader.cli.options import of_course
from grader.failures import BadCall
from grader.files import write
from grader.handout.addresses import disagreements
from grader.handout.bundles import classroom50, gradescope
from grader.handout.clone import put_into
from grader.handout.students import students_repository
from grader.handout.tables import misconceptions, readmes
from grader.handout.verbs import page
from grader.process.ending import warn
from grader.report.score_json import SCHEMA_FILE, schema
from grader.report.signature import KEY_VARIABLE, Verdict, take_key, verify, vouched_for

_DONE, _NOT_VALID = 0, 1


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
def verify_command(file: Path) -> int:
    """Tell whether FILE, a score.json, is as it was signed with the key in GRADER_SIGNING_KEY.

    Prints valid, altered or unsigned; where it is valid, also whose score it is and when it was made. Exit status: 0
    valid, 1 altered or unsigned, 2 no verdict.
    """
    key = take_key(os.environ)
    if not key:
        msg = f"{KEY_VARIABLE} is not set: a signature is verified with the key that it was made with"
        raise BadCall(msg)
    verdict, score = verify(file, key)
    click.echo(verdict)
    if verdict is not Verdict.VALID:
        return _NOT_VALID
    for line in vouched_for(score):
        click.echo(line)
    return _DONE


@click.command("generate")
@of_course
def generate_command(course: Path) -> int:
    """Write anew what is computed: tables in READMEs and in docs/, the page about the kit, the schema of the score.

    Names every line of the course that has another address than the catalogue: those are changed by hand.
    """
    catalogue = load_course(course / "exercises")
    for path, text in (readmes(course, catalogue) | misconceptions(course) | page()).items():
        write(path, text.encode(), "what is generated")
    write(SCHEMA_FILE, schema(), "what is generated")
    for line in disagreements(course, catalogue):
        warn(f"warning: {line}")
    return _DONE


@click.command("handout")
@click.argument("folder", type=click.Path(path_type=Path))
@of_course
def handout_command(folder: Path, course: Path) -> int:
    """Write the students' repository into FOLDER: a new or empty one, or an earlier handout, to bring it up to date.

    What students wrote is never touched. Every file that is written or removed is listed.
    """
    repository = students_repository(course)
    changes = put_into(folder, repository)
    for change in changes:
        click.echo(change)
    click.echo(f"{folder}: handout {repository.handout.version} {repository.handout.hash}, {len(changes)} changes")
    return _DONE


@click.command("gradescope")
@click.argument("file", type=click.Path(path_type=Path), default=Path("autograder.zip"))
@of_course
def gradescope_command(file: Path, course: Path) -> int:
    """Write FILE, the archive that Gradescope makes an autograder from. It holds the hidden checks."""
    gradescope(course, file)
    click.echo(f"{file}: keep it to yourself, it holds the hidden checks")
    return _DONE


@click.command("classroom50")
@click.argument("file", type=click.Path(path_type=Path), default=Path("classroom50.tar.gz"))
@click.option("--hidden", is_flag=True, help="With the hidden checks: every student can then read them.")
@of_course
def classroom50_command(file: Path, course: Path, *, hidden: bool) -> int:
    """Write FILE, the bundle of an assignment of Classroom 50, which fetches it from a public page."""
    classroom50(course, file, hidden=hidden)
    click.echo(f"{file}: {'with the hidden checks, which students can then read' if hidden else 'sample checks alone'}")
    return _DONE


COMMANDS = (verify_command, generate_command, handout_command, gradescope_command, classroom50_command)
