"""``python -I server.py``: gets jobs on stdin, runs each in a box, answers on stdout; both a line of JSON for each.

It has loaded what tests need besides the grader, so that each box begins with that. A job:
``tests``: names of tests or modules; ``limits``, ``most``: see ``plugin.py``; ``seconds``: for all of it;
``files``: the contents of files that are changed, by their paths; ``lengths``: of modules whose lines are recorded.
The answer: ``told``, what the plugin tells; ``status``: of pytest, -1 where it was ended; ``error``: why the
box could not be used, mostly empty.
"""

import gc
import importlib
import json
import os
import select
import signal
import sys
import sysconfig
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[2]
sys.path.insert(0, str(_ROOT))

from tests.prove.judge.box import run_in_a_box  # noqa: E402 - which import nothing of the grader: a box loads its own
from tests.prove.judge.lines import LOADER, lay_out, shared, trace  # noqa: E402
from tests.prove.judge.plugin import Watcher, stretch  # noqa: E402

_HITS = Path("/executed-lines")  # in a box everything can be written to
_LIBRARIES = ("hypothesis", "msgspec", "click", "rich.console", "jinja2", "pexpect", "psutil", "jsonschema", "yaml")
_LIBRARIES_BESIDES = ("xml.etree.ElementTree", "html.parser", "subprocess", "asyncio", "zipfile", "tomllib", "libcst")
_WORDS = ("-p", "no:cacheprovider", "-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning")
_CHUNK = 1 << 16


def main() -> None:
    """Serve until nobody asks any more."""
    for name in (*_LIBRARIES, *_LIBRARIES_BESIDES):
        importlib.import_module(name)
    os.chdir(_ROOT)
    gc.collect()
    gc.freeze()  # a box has its own garbage to look through, and no other
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_done(json.loads(line))) + "\n")
        sys.stdout.flush()


def _done(job: dict[str, Any]) -> dict[str, object]:
    reader, writer = os.pipe()
    child = run_in_a_box(lambda: _work_or_tell(job, writer))
    os.close(writer)
    try:
        whole = _read(reader, time.monotonic() + job["seconds"] * stretch())
    finally:
        os.close(reader)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    told = [json.loads(line) for line in whole.split(b"\n")[:-1]]
    status = next((one["status"] for one in told if "status" in one), -1)
    error = next((one["error"] for one in told if "error" in one), "")
    return {"told": [one for one in told if "test" in one], "status": status, "error": error}


def _read(reader: int, end: float) -> bytes:
    """Return what is said until all that can speak have ended, or until ``end``."""
    said = bytearray()
    while select.select([reader], [], [], max(0.0, end - time.monotonic()))[0]:
        if not (data := os.read(reader, _CHUNK)):
            break
        said += data
    return bytes(said)


def _work_or_tell(job: dict[str, Any], channel: int) -> None:
    """Do a job, in a box; say what keeps it from being done."""
    try:
        _work(job, channel)
    except BaseException:
        os.write(channel, json.dumps({"error": traceback.format_exc()}).encode() + b"\n")
        raise


def _work(job: dict[str, Any], channel: int) -> None:
    _hold_the_streams()
    for number, (path, content) in enumerate(job["files"].items()):
        Path(path).write_text(content, encoding="utf-8")
        os.utime(path, (number + 1, number + 1))  # no compiled module is of that time
    hits = None
    if job["lengths"]:
        lay_out(_HITS, job["lengths"])
        packages = Path(sysconfig.get_path("purelib"))
        (packages / f"{LOADER}.py").write_bytes((_HERE / "lines.py").read_bytes())
        (packages / f"{LOADER}.pth").write_text(f"import {LOADER}; {LOADER}.trace_where_it_is_wanted({str(_HITS)!r})\n")
        hits = shared(_HITS)
        trace(_HITS)
    watcher = Watcher(channel, job["limits"], job["most"], hits)
    status = pytest.main([*_WORDS, *job["tests"]], plugins=[watcher])
    os.write(channel, json.dumps({"status": int(status)}).encode() + b"\n")  # no session: it was called in a wrong way


def _hold_the_streams() -> None:
    """Nobody reads what pytest prints."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)


if __name__ == "__main__":
    main()
