"""``python -m grader doctor``: what this machine allows, which kind of world is used, what would allow more."""

import os
import platform
import sys
from pathlib import Path

import msgspec

from grader.course import Limits
from grader.failures import BadCall
from grader.sandbox import KINDS, Kind, about, choose, find_bwrap, obstacle_to

# Source of each: user_namespaces(7); Ubuntu's security-features/privilege-restriction documentation; Debian's
# kernel patch; bubblewrap's README; docs.docker.com/engine/security/seccomp.
_SWITCHES = {
    "apparmor_restrict": "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    "unprivileged_clone": "/proc/sys/kernel/unprivileged_userns_clone",
    "most_namespaces": "/proc/sys/user/max_user_namespaces",
}


class Facts(msgspec.Struct, frozen=True):
    """What is known about a machine; a switch that it does not have is None."""

    system: str = "Linux"
    release: str = ""
    machine: str = "x86_64"
    is_root: bool = False
    in_container: bool = False
    bwrap: str = ""  # its path; empty where there is none
    obstacles: dict[str, str] = {}  # kind -> why there can be no such world; empty where there can be
    chosen: Kind = KINDS[-1]
    observation: str = "kernel"
    apparmor_restrict: int | None = None
    unprivileged_clone: int | None = None
    most_namespaces: int | None = None


class Advice(msgspec.Struct, frozen=True):
    """Why something better is not to be had, and what to do about it; a command where one will do."""

    reason: str
    remedy: str
    command: str = ""


def gather(limits: Limits) -> Facts:
    """Look at this machine; each kind of world is tried out in a child process."""
    try:
        bwrap = find_bwrap()
    except FileNotFoundError:
        bwrap = ""
    linux = sys.platform == "linux"
    obstacles = {
        str(kind): "only Linux has it" if about(kind).needs_linux and not linux else obstacle_to(kind, limits)
        for kind in KINDS
    }
    try:
        chosen, observation = choose(limits)
    except BadCall:
        chosen, observation = KINDS[-1], "clock"
    return Facts(
        system=platform.system(),
        release=platform.release(),
        machine=platform.machine(),
        is_root=os.getuid() == 0,
        in_container=Path("/.dockerenv").exists() or Path("/run/.containerenv").exists(),
        bwrap=bwrap,
        obstacles=obstacles,
        chosen=chosen,
        observation=observation,
        **{name: _switch(path) for name, path in _SWITCHES.items()},
    )


def advise(facts: Facts) -> tuple[Advice, ...]:
    """Tell what keeps this machine from the best kind of world, the likeliest first; nothing where it has that."""
    if facts.chosen == KINDS[0]:
        return ()
    return tuple(_advice(facts))[:3]


def _advice(facts: Facts) -> list[Advice]:
    if facts.system == "Darwin":
        return [Advice("macOS has no namespaces.", "Grade what strangers wrote in a Linux virtual machine.")]
    if facts.system != "Linux":
        return [Advice(f"{facts.system} has no namespaces.", "Grade in Linux; on Windows, in WSL 2.")]
    if "microsoft" in facts.release.lower() and "wsl2" not in facts.release.lower():
        return [Advice("WSL 1 has no Linux kernel.", "Turn this distribution into WSL 2.", "wsl --set-version NAME 2")]
    found = []
    if not facts.bwrap:
        found.append(Advice("bubblewrap is not installed.", "Install it.", "sudo apt-get install bubblewrap"))
    if facts.most_namespaces == 0:
        command = "sudo sysctl -w user.max_user_namespaces=15000"
        found.append(Advice("No user namespaces may be made.", "Allow some.", command))
    if not facts.is_root and facts.unprivileged_clone == 0:
        command = "sudo sysctl -w kernel.unprivileged_userns_clone=1"
        found.append(Advice("Only root may make user namespaces.", "Allow everybody to.", command))
    if not facts.is_root and facts.apparmor_restrict == 1:
        command = "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        reason = "AppArmor keeps ordinary users from using user namespaces (Ubuntu 23.10 and later)."
        found.append(Advice(reason, "Allow it until the next start, or grade as root.", command))
    if facts.in_container:
        command = (
            "docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined --cap-add SYS_ADMIN …"
        )
        found.append(
            Advice("A container's own filter forbids namespaces.", "Start it with fewer restrictions.", command)
        )
    if not about(facts.chosen).is_a_boundary and not facts.is_root:
        found.append(Advice("Only root can run a program as another user.", "Grade as root in a container.", ""))
    return found or [Advice(f"It says: {facts.obstacles.get(KINDS[0], '')}.", "Ask who looks after the machine.")]


def _switch(path: str) -> int | None:
    try:
        return int(Path(path).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def lines(facts: Facts) -> tuple[str, ...]:
    """Tell the facts and the advice, a line each."""
    who = "root" if facts.is_root else "an ordinary user"
    container = ", in a container" if facts.in_container else ""
    told = [f"{facts.system} {facts.release} on {facts.machine}, as {who}{container}"]
    told += [f"{kind:<11} {f'no: {obstacle}' if obstacle else 'yes'}" for kind, obstacle in facts.obstacles.items()]
    told.append(f"Programs will run in worlds of kind {facts.chosen!r} and be watched by the {facts.observation}.")
    for advice in advise(facts):
        told.append(f"{advice.reason} {advice.remedy}")
        if advice.command:
            told.append(f"    {advice.command}")
    return tuple(told)
