"""What an ordinary login has, and a program finds in every kind of world: an environment, a home, the name databases.

Sources: environ(7), locale(7), passwd(5), group(5), hosts(5), services(5), protocols(5), nsswitch.conf(5).
"""

import locale
import os
import pwd
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path

NAME = "student"
PATH = "/usr/local/bin:/usr/bin:/bin"
UMASK = 0o022
_LOCALES = ("C.UTF-8", "en_US.UTF-8", "UTF-8")  # macOS has not always had the first one
_OF_THE_SYSTEM = ("host.conf", "ld.so.cache", "localtime")
# IANA's registries of service names and of protocol numbers, in part: for systems that have no such files.
_SERVICES = """\
ftp-data 20/tcp
ftp 21/tcp
ssh 22/tcp
telnet 23/tcp
smtp 25/tcp mail
domain 53/tcp
domain 53/udp
tftp 69/udp
http 80/tcp www
pop3 110/tcp
ntp 123/udp
imap2 143/tcp imap
https 443/tcp
https 443/udp
mysql 3306/tcp
http-alt 8080/tcp
"""
_PROTOCOLS = """\
ip 0 IP
icmp 1 ICMP
tcp 6 TCP
udp 17 UDP
ipv6 41 IPv6
ipv6-icmp 58 IPv6-ICMP
"""
TABLES = {"services": _SERVICES, "protocols": _PROTOCOLS}


def environment(home: str, temporary: str, *, name: str = NAME, path: str = PATH) -> dict[str, str]:
    """Return a login's variables, and none of the grader's own."""
    words = {"HOME": home, "USER": name, "LOGNAME": name, "SHELL": "/bin/sh", "PATH": path, "TMPDIR": temporary}
    return words | {"LANG": _locale(), "TERM": "dumb"}  # no colours and no cursor movements in what is printed


def name_of(uid: int) -> str:
    """Return the name of a user, who need not have an account."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return NAME


@cache
def _locale() -> str:
    """Return a locale of this machine whose encoding is UTF-8."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in _LOCALES:
            with suppress(locale.Error):
                return locale.setlocale(locale.LC_ALL, name)
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return _LOCALES[0]


def write_databases(folder: Path, uid: int, home: str, host: str) -> None:
    """Fill an empty folder that can stand for /etc: it knows this user and this host, and asks no server."""
    texts = {
        "passwd": f"root:x:0:0::/:/bin/sh\n{NAME}:x:{uid}:{uid}::{home}:/bin/sh\n",
        "group": f"root:x:0:\n{NAME}:x:{uid}:\n",
        "hosts": f"127.0.0.1 localhost {host}\n::1 localhost ip6-localhost ip6-loopback\n",
        "hostname": f"{host}\n",
        "nsswitch.conf": "".join(
            f"{name}: files\n" for name in ("passwd", "group", "hosts", "networks", "services", "protocols")
        ),
        **{name: _text(name, otherwise) for name, otherwise in TABLES.items()},
    }
    for name, text in texts.items():
        # A path is written as the system has it, whatever the locale.
        (folder / name).write_bytes(os.fsencode(text) if name == "passwd" else text.encode())
    for name in _OF_THE_SYSTEM:
        with suppress(FileNotFoundError):
            shutil.copyfile(f"/etc/{name}", folder / name)
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755 if path is folder else 0o644)


def _text(name: str, otherwise: str) -> str:
    """Return what the system has to say, where it has such a file."""
    try:
        return Path("/etc", name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return otherwise
