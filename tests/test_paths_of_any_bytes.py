"""Paths are bytes: one that is no text in the locale costs nothing. Archives that Windows made leave such names."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.paths import GRADER, ROOT, SOLUTIONS, environment
from tests.test_isolation import on_the_loopback
from tests.worlds import scratch_folder

GBK = "作业".encode("gbk")
LOCALES = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="file systems of macOS take no such names")
@pytest.mark.parametrize(
    "kind",
    ["namespaces", "plain", pytest.param("user", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can"))],
)
@pytest.mark.parametrize(
    "locale",
    [
        "C.UTF-8",
        pytest.param(
            "zh_CN.gbk", marks=pytest.mark.skipif("zh_CN.gbk" not in LOCALES, reason="there is no locale zh_CN.gbk")
        ),
    ],
)
@pytest.mark.parametrize("name", [GBK, "作业 é".encode()], ids=["GBK", "UTF-8"])
@on_the_loopback
def test_no_path_costs_anything(kind: str, locale: str, name: bytes) -> None:
    """Neither of the submission, nor of a report, nor of temporary files; what the score calls it can be read."""
    with scratch_folder() as folder:
        place = folder / os.fsdecode(name)
        for path in (place, place / "tmp", place / "anna"):
            path.mkdir()
        shutil.copytree(SOLUTIONS / "tcp_v1", place / "anna" / "tcp_v1")
        words: list[str] = ["--only", "tcp_v1/client", "--isolation", kind, "--reports", str(place / "reports")]
        answer = subprocess.run(
            [*GRADER, "grade", place / "anna", *words, "--report", f"html={place / 'pages' / 'a'}"],
            cwd=ROOT,
            env=environment(LC_ALL=locale, TMPDIR=str(place / "tmp")),
            capture_output=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr
        told = json.loads((place / "reports" / "score.json").read_text(encoding="utf-8"))
        assert (told["score"], told["isolation"]) == (7, kind)
        assert (place / "pages" / "a").exists()
