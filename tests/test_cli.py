"""The command line, as a user meets it."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import click
import jsonschema
import pytest

from grader.catalog import load_course
from grader.cli import grade_command
from grader.course import Exercise, Program
from grader.failures import BadCall
from grader.report.score_json import SCHEMA_FILE, schema
from grader.submission import stage
from tests.paths import EXERCISES, SOLUTIONS, run

ONE = ("--only", "tcp_v1/client")


def test_full_marks_end_with_status_zero_and_lost_marks_with_one(tmp_path: Path) -> None:
    """The exit status tells a script what became of the submission."""
    assert run("grade", SOLUTIONS, *ONE, "--reports", tmp_path).returncode == 0
    assert run("grade", EXERCISES, *ONE, "--reports", tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("grade", "no/such/folder"), "no/such/folder: no such folder"),
        (("grade", "tests"), "tests: not a submission"),
        (("grade", "exercises", "--only", "tcp_v9"), "no exercise or program is called 'tcp_v9'"),
        (("grade", "exercises", "--only", "tcp_v1/sever"), "no exercise or program is called 'tcp_v1/sever'"),
        (("grade", "exercises", "--isolation", "wishful"), "'wishful' is not one of"),
        (("grade", "exercises", "--seed", "-1"), "'-1' is no whole number from 0 to 4294967295"),
        (("grade", "exercises", "--seed", "x"), "'x' is no whole number from 0 to 4294967295"),
        (("grade", "exercises", "--reports", "Makefile/reports"), "the reports cannot be written there"),
        (("grade", "exercises", "--student", "a", "--student", "b"), "'--student': it is given twice"),
        (("grade", "exercises", "--attempt", "0"), "'0' is no whole number from 1 to 1000000"),
        (("grade", "exercises", "solutions"), "unexpected extra argument"),
        (("greed",), "No such command 'greed'"),
        ((), "no command; python -m grader --help lists them"),
    ],
)
def test_a_bad_call_is_one_clear_line_and_status_two(tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
    """What is wrong with the call is said in one line, and nothing else happens."""
    if words[:1] == ("grade",):
        words += () if "--only" in words else ONE
        words += () if "--reports" in words else ("--reports", str(tmp_path))
    answer = run(*words)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("error: ")
    assert answer.stderr.count("\n") == 1
    assert complaint in answer.stderr


def test_a_submission_that_may_not_be_read_is_a_bad_call() -> None:
    """An unreadable file is named, with what is the matter, and costs no marks."""
    intake = load_course(EXERCISES).intake  # before this becomes a user who may not enter the checkout
    exercise = Exercise("tcp_v1", "", (Program("server.py", "server"),))
    intake = load_course(EXERCISES).intake  # where only its owner may enter this checkout, the child could not
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        program = scratch / "tcp_v1" / "server.py"
        program.parent.mkdir()
        program.write_text("")
        program.chmod(0)
        scratch.chmod(0o755)
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            try:
                if os.getuid() == 0:
                    os.setresuid(65534, 65534, 65534)  # root may read everything
                stage(scratch, (exercise,), intake, scratch / "staged")
            except BadCall as complaint:
                os.write(writer, str(complaint).encode())
            finally:
                os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        with os.fdopen(reader) as answer:
            assert answer.read() == f"{program}: Permission denied; the submission must be readable"


def test_programs_that_are_missing_are_not_handed_in(tmp_path: Path) -> None:
    """A submission may lack programs: they get nothing, and that is said once for each."""
    (tmp_path / "submission" / "udp").mkdir(parents=True)
    shutil.copy(SOLUTIONS / "udp" / "client.py", tmp_path / "submission" / "udp")
    answer = run("grade", tmp_path / "submission", "--reports", tmp_path / "reports", COLUMNS="200")
    assert answer.returncode == 1
    assert answer.stdout.count("tcp_v3/server.py was not handed in: there is no folder tcp_v3.") == 1
    assert "Score: 12/100" in answer.stdout


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "giant"])
def test_what_is_no_regular_file_is_refused_and_costs_only_that_program(tmp_path: Path, kind: str) -> None:
    """Links, folders, pipes and giants in the place of a program are not followed, opened or waited for."""
    folder = tmp_path / "submission" / "udp"
    folder.mkdir(parents=True)
    shutil.copy(SOLUTIONS / "udp" / "client.py", folder)
    program = folder / "server.py"
    match kind:
        case "link":
            program.symlink_to(SOLUTIONS / "udp" / "server.py")
        case "folder":
            program.mkdir()
        case "pipe":
            os.mkfifo(program)
        case _:
            program.write_bytes(b"#" * (2 * 1024 * 1024))
    answer = run("grade", tmp_path / "submission", "--only", "udp", "--json", "--reports", tmp_path / "reports")
    server, client = json.loads(answer.stdout)["exercises"][0]["programs"]
    assert (server["score"], client["score"]) == (0, 12)
    assert server["checks"][0]["message"].startswith("udp/server.py was not handed in: it is ")


def test_only_may_be_given_several_times(tmp_path: Path) -> None:
    """All that is named is graded, once each, in the order of the catalogue."""
    only = ("udp/client", "tcp_v1", "tcp_v1/server.py", "udp/client")
    words = [word for name in only for word in ("--only", name)]
    answer = run("grade", SOLUTIONS, *words, "--json", "--reports", tmp_path)
    score = json.loads(answer.stdout)
    programs = [(each["name"], program["file"]) for each in score["exercises"] for program in each["programs"]]
    assert programs == [("tcp_v1", "server.py"), ("tcp_v1", "client.py"), ("udp", "client.py")]
    assert (answer.returncode, score["max_score"]) == (0, 27)


@pytest.mark.parametrize(
    "option", ["reports", "audience", "isolation", "observe", "seed", "student", "commit", "attempt"]
)
def test_an_option_that_has_one_answer_is_not_given_two(tmp_path: Path, option: str) -> None:
    """Neither is dropped without a word, not even where both are the same."""
    value = {
        "reports": str(tmp_path),
        "audience": "student",
        "isolation": "namespaces",
        "observe": "kernel",
    }.get(option, "1")
    answer = run("grade", SOLUTIONS, *ONE, f"--{option}", value, f"--{option}={value}")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"error: Invalid value for '--{option}': it is given twice\n"


def test_every_option_of_grade_has_one_answer_or_takes_several() -> None:
    """A new option that keeps the last of two answers without a word is found here."""
    for option in grade_command.params:
        if isinstance(option, click.Option):
            assert option.multiple or option.is_flag, option.name


def test_json_is_printed_alone_and_is_the_report(tmp_path: Path) -> None:
    """With --json, standard output holds the score and nothing else, the same bytes as the file."""
    answer = run("grade", SOLUTIONS, *ONE, "--json", "--reports", tmp_path)
    assert json.loads(answer.stdout) == json.loads((tmp_path / "score.json").read_text())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["raw.json", "score.json"]


@pytest.mark.parametrize("submission", [SOLUTIONS, EXERCISES])
def test_the_report_is_of_the_shape_that_its_schema_says(tmp_path: Path, submission: Path) -> None:
    """score.json validates against the JSON Schema that ships with the grader."""
    run("grade", submission, "--only", "tcp_v1", "--reports", tmp_path)
    described = json.loads(SCHEMA_FILE.read_text())
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(json.loads((tmp_path / "score.json").read_text()), described)


def test_the_schema_is_current() -> None:
    """The schema that ships is that of the model (`make generate`)."""
    assert SCHEMA_FILE.read_bytes() == schema()


@pytest.mark.parametrize("change", [{"score": "8"}, {"isolation": None}, {"more": 1}])
def test_the_schema_refuses_what_is_of_another_shape(tmp_path: Path, change: dict[str, object]) -> None:
    """The schema's test can fail."""
    run("grade", SOLUTIONS, *ONE, "--reports", tmp_path)
    score = json.loads((tmp_path / "score.json").read_text()) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(score, json.loads(SCHEMA_FILE.read_text()))


def test_no_escape_sequences_where_there_is_no_terminal(tmp_path: Path) -> None:
    """Output that goes to a file or a pipe is plain text."""
    answer = run("grade", EXERCISES, *ONE, "--reports", tmp_path)
    assert "\x1b" not in answer.stdout + answer.stderr


def test_a_seed_repeats_a_run(tmp_path: Path) -> None:
    """The same seed makes the same messages; another seed makes others."""

    def messages(seed: int) -> list[str]:
        answer = run("grade", SOLUTIONS, "--only", "tcp_v1/server", "--json", "--seed", seed, "--reports", tmp_path)
        checks = json.loads(answer.stdout)["exercises"][0]["programs"][0]["checks"]
        return [event["data"] for check in checks for event in check["transcript"] if event["what"] == "sends"]

    assert messages(7) == messages(7)
    assert messages(7) != messages(8)


def test_verbose_tells_every_failed_check(tmp_path: Path) -> None:
    """Without --verbose the first failed check of a program is told in full; with it, all of them are."""
    program = tmp_path / "submission" / "tcp_v1" / "server.py"
    program.parent.mkdir(parents=True)
    source = (SOLUTIONS / "tcp_v1" / "server.py").read_text()
    program.write_text(source.replace('"127.0.0.1"', '""').replace(".upper()", ".lower()"))
    short = run("grade", tmp_path / "submission", "--only", "tcp_v1/server", "--reports", tmp_path / "reports")
    full = run("grade", tmp_path / "submission", "--only", "tcp_v1/server", "--verbose", "--reports", tmp_path / "r")
    assert (short.stdout.count("What happened"), full.stdout.count("What happened")) == (1, 2)
