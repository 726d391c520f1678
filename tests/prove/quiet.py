"""The mistakes that no sample check shows: wrong programs with full sample marks, and why each of them has these."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

REASONS = Path(__file__).with_name("quiet_at_home.toml")

Reasons = Mapping[str, Mapping[str, str]]  # by the slot and the own name of a hidden check


class Quiet(msgspec.Struct, frozen=True):
    """The wrong programs with full sample marks, by the hidden checks (``udp/server goes_on``) that they fail."""

    programs: dict[str, list[str]]
    reasons: dict[str, str]  # why no sample check finds what this check finds
    without_reason: list[str]  # checks that programs fail, and no reason says why that is not seen at home
    stale: list[str]  # checks that have a reason, and no program with full sample marks fails them


def reasons_given(path: Path = REASONS) -> Reasons:
    """Return why the mistakes that a hidden check finds are not seen at home, by slot and check."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), dict[str, dict[str, str]])


def quiet(unnoticed: Mapping[str, list[str]], given: Reasons) -> Quiet:
    """Sort the programs with full sample marks by the checks that they fail, and give each check its reason."""
    programs: dict[str, list[str]] = {}
    for program, failed in sorted(unnoticed.items()):
        slot, _, name = program.rpartition("/")
        for check in failed:
            programs.setdefault(f"{slot} {check}", []).append(name)
    reasons = {f"{slot} {check}": reason for slot, of_slot in given.items() for check, reason in of_slot.items()}
    return Quiet(
        programs,
        {check: reason for check, reason in reasons.items() if check in programs},
        sorted(programs.keys() - reasons.keys()),
        sorted(reasons.keys() - programs.keys()),
    )
