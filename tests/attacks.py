"""The attacks below ``tests/submissions/hostile``, and the page that says what became of them.

``python -m tests.attacks`` writes the table in docs/security.md anew.
"""

from pathlib import Path

import msgspec

ATTACKS = Path(__file__).parent / "submissions" / "hostile"
PAGE = Path(__file__).parents[1] / "docs" / "security.md"
SLOTS = {"client.py": ("tcp_v1/client.py", "tcp_v2/client.py"), "server.py": ("tcp_v1/server.py",)}
WHERE_NOTHING_IS_EARNED = (
    "tcp_v3/client.py",
    "tcp_v3/server.py",
    "udp/client.py",
    "udp/server.py",
    "tcp_v2/server.py",
)
FAMILIES = ("end early", "exhaust", "survive", "read", "write", "forge", "confuse", "escape", "cheat")
KINDS = ("namespaces", "user", "plain")
_BEGIN, _END = "<!-- attacks: begin -->", "<!-- attacks: end -->"


class Attack(msgspec.Struct, frozen=True):
    """What the first lines of an attack's program say: what it tries, and what is claimed where."""

    name: str
    program: str
    slot: str  # empty where any of SLOTS will do
    family: str
    attack: str
    score: str
    stopped: tuple[str, ...]
    bounded: tuple[str, ...]

    def slots(self) -> tuple[str, ...]:
        """Return the places in a submission where it can be tried; what earns nothing, it earns anywhere."""
        if self.slot:
            return (self.slot,)
        return WHERE_NOTHING_IS_EARNED if self.score == "0" else SLOTS[self.program]

    def claim(self, kind: str) -> str:
        """Return what is claimed of worlds of this kind, which is what the tests try in them."""
        if kind in self.stopped:
            return "stopped"
        return "bounded" if kind in self.bounded else "not claimed"


def attacks() -> list[Attack]:
    """Read all attacks."""
    found = []
    for folder in sorted(ATTACKS.iterdir()):
        program = next(name for name in SLOTS if (folder / name).exists())
        lines = (folder / program).read_text(encoding="utf-8").splitlines()
        facts = dict(line[2:].split(": ", 1) for line in lines[:6] if line.startswith("# ") and ": " in line)
        kinds = {claim: tuple(facts.get(claim, "").split()) for claim in ("stopped", "bounded")}
        slot = facts.get("slot", "")
        found.append(Attack(folder.name, program, slot, facts["family"], facts["attack"], facts["score"], **kinds))
    return found


def page() -> str:
    """Return what the page must read like, with its tables as the attacks are now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    known = attacks()
    rows = [f"| family | attacks | {' | '.join(f'`{kind}`' for kind in KINDS)} |", "|---|---|---|---|---|"]
    for family in FAMILIES:
        members = [attack for attack in known if attack.family == family]
        cells = []
        for kind in KINDS:
            claims = [attack.claim(kind) for attack in members]
            counts = [(claims.count(claim), claim) for claim in ("stopped", "bounded", "not claimed")]
            cells.append(", ".join(f"{count} {claim}" for count, claim in counts if count))
        rows.append(f"| {family} | {len(members)} | {' | '.join(cells)} |")
    rows += ["", f"| attack | what it does | {' | '.join(f'`{kind}`' for kind in KINDS)} |", "|---|---|---|---|---|"]
    for attack in sorted(known, key=lambda attack: (FAMILIES.index(attack.family), attack.name)):
        told = " | ".join(attack.claim(kind) for kind in KINDS)
        rows.append(f"| `{attack.name}` | {attack.attack} | {told} |")
    lines = "\n".join(rows)
    return f"{before}{_BEGIN}\n{lines}\n{_END}{rest.partition(_END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
