"""What our own processes tell each other: JSON that can hold every path, also one that is no text in this locale.

Python has such a path as text with lone surrogates (os.fsdecode), which are not allowed in UTF-8.
"""

import json
from typing import TypeVar

import msgspec

T = TypeVar("T")


def packed(message: msgspec.Struct) -> bytes:
    """Return the message as one line."""
    return json.dumps(msgspec.to_builtins(message)).encode()


def unpacked(line: bytes, type_: type[T]) -> T:
    """Read the message back. Raises ValueError where it is none of this type."""
    return msgspec.convert(json.loads(line), type_)
