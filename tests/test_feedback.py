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

from grader.events import Act, Event
from grader.model import Score
from grader.report.terminal import show
from tests.paths import GRADER, ROOT, environment
from tests.prove.corpus import named, write_round

GOLDEN = Path(__file__).parent / "feedback"
SEED = 7  # the messages are the same in every run
STORIES = (
    "tcp_v1_server/dunder_mian",
    "tcp_v1_server/wrong_port",
    "tcp_v1_server/no_printing",
    "tcp_v1_server/accept_twice",
    "tcp_v1_server/bind_after_listen",
    "tcp_v1_server/both_values_in_one_name",
    "tcp_v1_server/calls_the_module",
    "tcp_v1_server/full_width_brackets",
    "tcp_v1_server/module_of_windows",
    "tcp_v1_server/saved_in_gbk",
    "tcp_v1_server/spins_after_the_reply",
    "tcp_v1_server/waits_for_enter_before_it_listens",
    "tcp_v1_server/written_below_the_stub_line",
    "tcp_v1_client/asks_for_the_message",
    "tcp_v1_client/connects_and_ends",
    "tcp_v1_client/connects_twice",
    "tcp_v1_client/group_of_exceptions",
    "tcp_v1_client/never_receives",
    "tcp_v1_client/never_receives_and_closes",
    "tcp_v1_client/raises_its_own_exception",
    "tcp_v1_client/stops_instead_of_ending",
    "tcp_v1_client/waits_to_be_greeted",
    "tcp_v1_client/wrong_port",
    "tcp_v2_server/a_listener_for_each_client",
    "tcp_v2_server/accept_for_the_address",
    "tcp_v2_server/forgets_listen",
    "tcp_v2_server/missing_colon",
    "tcp_v2_server/no_room_in_the_queue",
    "tcp_v2_server/spins_on_silent_client",
    "tcp_v3_server/catches_only_receive",
    "tcp_v3_server/ends_when_the_client_leaves",
    "tcp_v3_server/reads_lines",
    "tcp_v3_client/empty_input_is_received_for",
    "tcp_v3_client/hangs_when_server_gone",
    "tcp_v3_client/q_leaves_a_thread_waiting",
    "tcp_v3_client/q_leaves_the_inner_loop_only",
    "tcp_v3_client/quit_ends_it_too",
    "tcp_v3_client/reads_to_the_end_of_the_stream",
    "tcp_v3_client/sends_newline",
    "tcp_v3_client/strips_the_end_only",
    "tcp_v3_client/wrong_port_after_the_first_prompt",
    "udp_client/encodes_gbk",
    "udp_client/never_receives",
    "udp_client/one_line_only",
    "udp_client/prints_own_upper",
    "udp_client/sends_with_asyncio",
    "udp_client/skips_empty",
    "udp_client/stream_socket",
    "udp_server/answers_from_another_socket",
    "udp_server/echoes_unchanged",
    "udp_server/ends_on_empty_datagram",
    "udp_server/forgets_bind",
    "udp_server/merges_two_datagrams",
    "udp_server/str_to_sendto",
    "udp_server/waits_for_enter_before_it_receives",
    "udp_server/wildcard_address",
    "tcp_v1_client/sends_after_close",
    "tcp_v1_server/listens_for_a_moment",
    "tcp_v2_server/keeps_all_messages",
    "tcp_v3_client/sends_a_newline_for_empty_input",
    "tcp_v3_server/answers_with_newline",
    "udp_client/leaves_the_empty_reply_behind",
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
    """Order what the program does without us: it connects, it shows, it sends. On their way to us these race.

    So what it does twice may have been told at once or not: it is told at once.
    """
    told: list[Event] = []
    for raw in events:
        event = msgspec.structs.replace(msgspec.convert(raw, Event), at=0.0, data_text=msgspec.UNSET)
        told.append(msgspec.structs.replace(event, data=_without_chance(event.data)))
    ours, ordered = 0, []
    for event in told:
        key = 0 if event.kind == Act.CONNECTS else 1 if event.to == "screen" else 2
        if event.who.endswith(".py") and event.to and not event.wrong:
            ordered.append((ours, key, event))
        else:
            ours += 2
            ordered.append((ours - 1, 0, event))
    ordered.sort(key=lambda entry: entry[:2])
    joined: list[Event] = []
    for _, _, event in ordered:
        if joined and msgspec.structs.replace(joined[-1], times=event.times) == event:
            joined[-1] = msgspec.structs.replace(event, times=joined[-1].times + event.times)
        else:
            joined.append(event)
    return [msgspec.to_builtins(event) for event in joined]


def _without_chance(text: str) -> str:
    text = re.sub(r"\d+\.\d s of CPU time", "N s of CPU time", text)
    text = re.sub(r"stopped waiting after \d+\.\d s", "stopped waiting after N s", text)
    return re.sub(r"\b[3-6]\d{4}\b", "PORT", text)


@pytest.mark.parametrize("story", STORIES)
def test_feedback_reads_as_it_was_reviewed(story: str) -> None:
    """What a student reads about a program changes only when somebody has read it again."""
    assert feedback(story) == (GOLDEN / f"{story.replace('/', '.')}.txt").read_text(encoding="utf-8")


def test_a_file_named_like_a_module_is_told(tmp_path: Path) -> None:
    """A standard module that is shadowed by a file beside the program is what the feedback speaks of."""
    exercise = tmp_path / "mine" / "tcp_v1"
    exercise.mkdir(parents=True)
    (exercise / "server.py").write_bytes((ROOT / "solutions" / "tcp_v1" / "server.py").read_bytes())
    (exercise / "socket.py").write_text("# a first attempt\n", encoding="utf-8")
    words = ["grade", str(tmp_path / "mine"), "--only", "tcp_v1/server", "--reports", str(tmp_path), "--json"]
    answer = subprocess.run([*GRADER, *words], cwd=ROOT, env=environment(), capture_output=True, check=False)
    checks = json.loads(answer.stdout)["exercises"][0]["programs"][0]["checks"]
    assert "socket.py beside server.py is imported instead of Python's own module socket" in checks[0]["diagnosis"]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in STORIES:
        (GOLDEN / f"{name.replace('/', '.')}.txt").write_text(feedback(name), encoding="utf-8")
