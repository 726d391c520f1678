"""What a student reads: whole stories, kept as golden files, and reviewed sentence by sentence.

``python -m tests.test_feedback`` writes the golden files anew; read every difference before you commit it.
"""

import io
import json
import re
import subprocess
import tempfile
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from grader.model import Event, Score
from grader.report.terminal import show
from tests.paths import GRADER, ROOT, environment
from tests.prove.corpus import named, write_round

GOLDEN = Path(__file__).parent / "feedback"
SEED = 7  # the messages are the same in every run
STORIES = (
    "tcp_v1_server/dunder_mian",
    "tcp_v1_server/wrong_port",
    "tcp_v1_client/asks_for_the_message",
    "tcp_v1_client/never_receives",
    "tcp_v1_client/wrong_port",
    "tcp_v2_server/accept_for_the_address",
    "tcp_v1_server/no_printing",
    "tcp_v2_server/missing_colon",
    "tcp_v2_server/forgets_listen",
    "tcp_v2_server/spins_on_silent_client",
    "tcp_v3_server/reads_lines",
    "udp_client/encodes_gbk",
    "tcp_v3_client/quit_ends_it_too",
    "tcp_v3_client/empty_input_is_received_for",
    "tcp_v3_client/q_leaves_the_inner_loop_only",
    "tcp_v3_client/strips_the_end_only",
    "tcp_v3_client/q_leaves_a_thread_waiting",
    "udp_server/merges_two_datagrams",
    "udp_server/str_to_sendto",
    "udp_server/wildcard_address",
    "udp_client/prints_own_upper",
    "udp_client/skips_empty",
    "tcp_v1_client/sends_after_close",
    "tcp_v1_server/listens_for_a_moment",
    "tcp_v2_server/keeps_all_messages",
    "tcp_v3_server/answers_with_newline",
    "tcp_v3_client/sends_a_newline_for_empty_input",
    "udp_client/leaves_the_empty_reply_behind",
    "udp_server/answers_from_another_socket",
)


def feedback(story: str) -> str:
    """Grade the rejected program and return what its student reads, without what changes from run to run."""
    program = named(story.replace("/", "/rejected/"))
    with tempfile.TemporaryDirectory() as folder:
        mine = Path(folder, "mine")
        mine.mkdir()
        write_round([program], mine)
        words = ["grade", str(mine), "--only", program.slot, "--seed", str(SEED), "--reports", folder, "--json"]
        answer = subprocess.run([*GRADER, *words], cwd=ROOT, env=environment(), capture_output=True, check=False)
    score = msgspec.json.decode(json.dumps(_steady(json.loads(answer.stdout))), type=Score)
    page = io.StringIO()
    show(score, Console(file=page, width=100, color_system=None), verbose=False)
    text = page.getvalue()
    text = re.sub(r"\b(0|seed: \d+, 0\.0) ms", "", text)
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith(("isolation:", "Score:"))]
    return "\n".join(lines[lines.index(next(line for line in lines if line.startswith("✗"))) :]).rstrip() + "\n"


def _steady(thing: object) -> object:
    """Take out of a score, as JSON, the times and the ports; order what the program did between two of our steps."""
    match thing:
        case {"transcript": events, **rest}:
            return {**{key: _steady(value) for key, value in rest.items()}, "transcript": _ordered(events)}
        case {}:
            return {key: 0.0 if key == "seconds" else _steady(value) for key, value in thing.items()}
        case list():
            return [_steady(each) for each in thing]
        case str():
            return _without_chance(thing)
        case _:
            return thing


def _ordered(events: list[dict[str, object]]) -> list[object]:
    """Order what the program does without us: it connects, it shows, it sends. On their way to us these race."""
    told: list[Event] = []
    for raw in events:
        event = msgspec.structs.replace(msgspec.convert(raw, Event), at=0.0)
        told.append(msgspec.structs.replace(event, data=_without_chance(event.data)))
    ours, ordered = 0, []
    for event in told:
        if event.to == "screen" and not event.data.strip("~^ "):  # under a line of a traceback, as some versions do
            continue
        key = 0 if event.what == "connects" else 1 if event.to == "screen" else 2
        if event.who.endswith(".py") and event.to and not event.wrong:
            ordered.append((ours, key, event))
        else:
            ours += 2
            ordered.append((ours - 1, 0, event))
    ordered.sort(key=lambda entry: entry[:2])
    return [msgspec.to_builtins(event) for _, _, event in ordered]


def _without_chance(text: str) -> str:
    text = re.sub(r"\d+\.\d s of CPU time", "N s of CPU time", text)
    text = re.sub(r'File "/[^"]*/lib/python[^"]*/(\w+\.py)", line \d+', r'File "…/\1", line …', text)  # Python's own
    text = re.sub(r"(without getting any further) at line .*", r"\1 at line …", text)  # where a loop is, is chance
    return re.sub(r"\b[3-6]\d{4}\b", "PORT", text)


@pytest.mark.parametrize("story", STORIES)
def test_feedback_reads_as_it_was_reviewed(story: str) -> None:
    """What a student reads about a program changes only when somebody has read it again."""
    assert feedback(story) == (GOLDEN / f"{story.replace('/', '.')}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in STORIES:
        (GOLDEN / f"{name.replace('/', '.')}.txt").write_text(feedback(name), encoding="utf-8")
