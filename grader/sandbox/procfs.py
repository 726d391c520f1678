"""Reading the kernel's files: they are read thousands of times in one grading, so with as few calls as possible."""

import os

_CHUNK = 65536  # bytes


def read(path: str) -> str:
    """Return what stands in a file of /proc. Raises OSError where it is gone or may not be read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        content = b""
        while chunk := os.read(descriptor, _CHUNK):  # a table is given out page by page
            content += chunk
    finally:
        os.close(descriptor)
    return content.decode(errors="replace")


def write(path: str, value: str) -> None:
    """Write a setting. Raises OSError where there is none or it may not be written."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, value.encode())
    finally:
        os.close(descriptor)
