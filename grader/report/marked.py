"""What a report is made from, whatever its format."""

from collections.abc import Mapping

import msgspec

from grader.model import Audience, Score


class Marked(msgspec.Struct, frozen=True):
    """A score, and what stands around it. ``score`` holds nothing that ``audience`` may not see."""

    score: Score
    audience: Audience = "instructor"
    sources: Mapping[str, str] = {}  # the text of the programs that were handed in, by path: tcp_v3/server.py
    environment: Mapping[str, str] = {}  # the variables that a platform tells its own words in
