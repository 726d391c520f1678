"""``python -I grader/launch.py grader.sandbox.image [/etc]``: give the image of a container what a login has.

Slim images lack some of it, and there is no account for the user that a program becomes in a world of kind ``user``.
Where root may mount nothing, as in most containers, a world cannot make up for that. Run it as root when the image is
built, not on a machine that is anybody's: Gradescope's ``setup.sh`` and the ``Containerfile`` do. A second time, it
changes nothing.
"""

import sys
from pathlib import Path

from grader.sandbox import login
from grader.sandbox.identity import account_of, ids_with_accounts


def complete(etc: Path) -> None:
    """Add the accounts and the files that are missing."""
    passwd, group = etc / "passwd", etc / "group"
    known = {line.partition(":")[0] for line in passwd.read_text(encoding="utf-8").splitlines()}
    names = {uid: account_of(uid) for uid in ids_with_accounts() if account_of(uid) not in known}
    with passwd.open("a", encoding="utf-8") as accounts, group.open("a", encoding="utf-8") as groups:
        for uid, name in names.items():
            accounts.write(f"{name}:x:{uid}:{uid}::/nonexistent:/usr/sbin/nologin\n")
            groups.write(f"{name}:x:{uid}:\n")
    for name, text in login.TABLES.items():
        if not (etc / name).exists():
            (etc / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    complete(Path(*sys.argv[1:] or ["/etc"]))
