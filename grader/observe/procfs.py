"""Reading the kernel's files: they are read thousands of times in one grading, so with as few calls as possible."""

import os

# What is the machine's own there, and no process's: its settings and its devices. Programs find it read-only.
SETTINGS = tuple(f"/proc/{name}" for name in ("acpi", "bus", "fs", "irq", "pressure", "scsi", "sys", "sysrq-trigger"))
_CHUNK = 65536  # bytes
# The kernel gives a long table out about a page at a time (fs/seq_file.c), so less than half of one is all there is.
_PART = 2048  # bytes


def read(path: str) -> str:
    """Return what stands in a file of /proc. Raises OSError where it is gone or may not be read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        content = chunk = os.read(descriptor, _CHUNK)
        while len(chunk) >= _PART:
            chunk = os.read(descriptor, _CHUNK)
            content += chunk
    finally:
        os.close(descriptor)
    return content.decode(errors="replace")


def lines_of(path: str) -> list[str]:
    """Return the lines of a file of /proc, which end with a newline and nothing else. Raises OSError as ``read`` does.

    A process chooses its name, and names may have in them whatever else ends a line (str.splitlines).
    """
    return read(path).split("\n")


def write(path: str, value: str) -> None:
    """Write a setting. Raises OSError where there is none or it may not be written."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, value.encode())
    finally:
        os.close(descriptor)
