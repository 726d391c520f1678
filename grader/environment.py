"""``python3 -I grader/environment.py VENV/STAMP LOCK``: the virtual environment VENV, with what LOCK lists.

Both Makefiles, Gradescope's ``setup.sh`` and Classroom 50's ``autograder.py`` call this before they grade. A whole
environment is left as it is. One whose making was interrupted, whose Python is gone or has become another version, is
made anew. STAMP says what is in it, and is written last.

It needs nothing but Python's own library. An older Python must get far enough to say that it is too old.
Exit status: 0 the environment is there; 2 it is not, and one line says why.
"""

import _signal  # type: ignore[import-not-found]  # what signal wraps, without its slow beginning

_signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # interrupted, it ends without a trace: the next call makes it anew

import fcntl  # noqa: E402 - importing takes long enough to be interrupted
import hashlib  # noqa: E402
import importlib.util  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from contextlib import contextmanager, suppress  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAMPS = "ready-to-*"
_UNFINISHED = "unfinished\n"
_WHICH_PYTHON = "import sys; print(sys.implementation.cache_tag + sys.abiflags, sys.version_info >= (3, 11))"
_INDEX = "https://pypi.org/simple/"
_LONGEST_TRY = 10  # seconds
_KEPT = {  # where packages come from and how they are reached; what they are, the lock file says, by hashes
    *("HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"),
    *("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "all_proxy", "http_proxy", "https_proxy", "no_proxy"),
    *("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE"),
    *("PIP_CACHE_DIR", "PIP_CERT", "PIP_CLIENT_CERT", "PIP_CONFIG_FILE", "PIP_DEFAULT_TIMEOUT", "PIP_EXTRA_INDEX_URL"),
    *("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_NO_CACHE_DIR", "PIP_NO_INDEX", "PIP_PROXY", "PIP_RETRIES", "PIP_TIMEOUT"),
    "PIP_TRUSTED_HOST",
}


class _Obstacle(Exception):  # noqa: N818 - it says what is in the way
    """There can be no environment; the message is what a program said of it, and a line that says why."""


class _Environment:
    """One virtual environment, while its lock is held."""

    def __init__(self, stamp: Path, lock_file: Path, held: int) -> None:
        self._stamp, self._lock_file, self._held = stamp, lock_file, held
        self._folder = stamp.parent
        self._python = self._folder / "bin" / "python"
        self._said = ""

    def make(self) -> None:
        """Make it whole. Raises _Obstacle where that cannot be."""
        version, is_new_enough = _python_in(self._folder)
        stamps = [path.read_text(errors="replace") for path in self._folder.glob(_STAMPS)]
        if not is_new_enough or any(not text.startswith(f"{version} ") for text in stamps):
            self._begin_anew()
        self._stamp.write_text(_UNFINISHED)
        if not self._python.exists() and self._run(sys.executable, "-m", "venv", "--without-pip", self._folder):
            raise _Obstacle(f"{self._said}error: Python cannot make a virtual environment here")
        has_pip = not self._run(self._python, "-c", "import importlib.util as u; exit(u.find_spec('pip') is None)")
        if not has_pip and self._run(self._python, "-m", "ensurepip", "--default-pip"):
            raise _Obstacle(f"{self._said}error: Python cannot install pip here")
        if self._run(self._python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", self._lock_file):
            raise _Obstacle(_no_network() or f"{self._said}error: what grading needs could not be installed")
        self._stamp.write_text(_wanted(_python_in(self._folder)[0], self._lock_file))

    def _begin_anew(self) -> None:
        if sys.version_info < (3, 11):
            this = ".".join(map(str, sys.version_info[:2]))
            raise _Obstacle(f"error: Python 3.11 or later is needed, and this is {this}; name one with make PYTHON=...")
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            raise _Obstacle("error: Python cannot make a virtual environment: on Debian, Ubuntu install python3-venv")
        if self._folder.is_symlink():
            raise _Obstacle(f"error: {self._folder} is a link, and what it leads to is not whole; remove the link")
        self._stamp.write_text(_UNFINISHED)
        for path in self._folder.iterdir():
            if path == self._stamp:
                continue
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def _run(self, python: "Path | str", *words: "Path | str") -> int:
        """Run a Python, isolated; return its exit status, and keep what it said of an error."""
        environment = {name: value for name, value in os.environ.items() if name in _KEPT}
        environment.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_USER="0")
        done = subprocess.run(  # noqa: S603 - our own words
            [str(python), "-I", *map(str, words)],
            cwd=self._folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            pass_fds=(self._held,),  # a child that outlives this process keeps the next one out
        )
        self._said = done.stderr.decode(errors="replace")
        return done.returncode


def _python_in(folder: Path) -> "tuple[str, bool]":
    """Return the version of the environment's Python and whether it will do; nothing where it does not run."""
    try:
        asked = subprocess.run(  # noqa: S603 - the environment's own Python
            [str(folder / "bin" / "python"), "-I", "-c", _WHICH_PYTHON],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return "", False
    version, _, will_do = asked.stdout.decode(errors="replace").strip().partition(" ")
    return version, will_do == "True"


def _wanted(version: str, lock_file: Path) -> str:
    return f"{version} {hashlib.sha256(lock_file.read_bytes()).hexdigest()}\n"


def _is_whole(stamp: Path, lock_file: Path) -> bool:
    version, will_do = _python_in(stamp.parent)
    try:
        return will_do and stamp.read_text(errors="replace") == _wanted(version, lock_file)
    except FileNotFoundError:
        return False


@contextmanager
def _locked(folder: Path) -> "Iterator[int]":
    """Make the folder and hold its lock. Others wait for it, also for a child that outlives this process."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(str(folder), os.O_RDONLY)
        with suppress(OSError):  # a network file system that knows no such locks
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _say("Another command is setting this up: waiting for its end …")
                fcntl.flock(held, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(held), folder.stat()):
                break
        os.close(held)  # it was removed meanwhile
    try:
        yield held
    finally:
        os.close(held)


def _no_network() -> str:
    """Return a line that says that the packages cannot be reached, or nothing where they can."""
    import urllib.error  # noqa: PLC0415 - slow, and seldom needed
    import urllib.request  # noqa: PLC0415

    index = os.environ.get("PIP_INDEX_URL") or _INDEX
    try:
        urllib.request.urlopen(index, timeout=_LONGEST_TRY).close()  # noqa: S310 - the user's own setting
    except urllib.error.HTTPError:
        return ""  # somebody is there
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        return f"error: no network: {index} cannot be reached ({reason}), and what is needed is downloaded once"
    return ""


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(stamp: Path, lock_file: Path) -> int:
    """See to it that the environment is there; return the exit status."""
    try:
        if _is_whole(stamp, lock_file):
            return 0
        with _locked(stamp.parent) as held:
            if not _is_whole(stamp, lock_file):
                _say("Setting up what is needed (once) …")
                _Environment(stamp, lock_file, held).make()
    except _Obstacle as obstacle:
        _say(str(obstacle))
    except OSError as error:
        _say(
            f"error: {error.filename or stamp.parent}: {error.strerror}; the virtual environment cannot be set up there"
        )
    else:
        return 0
    return 2


if __name__ == "__main__":
    sys.exit(main(*(Path(word).absolute() for word in sys.argv[1:3])))
