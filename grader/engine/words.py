"""Messages and replies: fresh random tokens, so that nothing can be known beforehand."""

import random
import string
from itertools import cycle

from grader.engine.service import Service

# No letter that bytes and text upper-case differently.
_LETTERS = string.ascii_letters
_CHINESE = "你好世界套接字网络编程服务端客户端消息连接端口进程协议地址数据报文学习"
# The lengths do not come from the seed: whether a message fits into a program's buffer, or is shorter than the one
# before it, must not depend on the run. The first is the longest: a buffer that is too short for it is found at once.
_AT_ONCE = 1024  # bytes; no reply is longer than what the lesson's client receives at once
_TRIES = 100
_LENGTHS = (12, 8, 11, 9, 10)


class Words:
    """A source of messages; the same seed gives the same ones."""

    def __init__(self, seed: str, service: Service) -> None:
        """Begin at ``seed``."""
        self._service = service
        self._letters = "".join(letter for letter in _LETTERS if letter not in service.reserved)
        self._random = random.Random(seed)
        self._lengths = cycle(_LENGTHS)

    def message(self, length: int | None = None) -> str:
        """Return ASCII letters, as many as is their turn or ``length``; from two on, lower and upper case are mixed."""
        length = length or next(self._lengths)
        letters = self._random.choices(self._letters, k=length)
        for at, case in zip(self._random.sample(range(length), min(length, 2)), (str.lower, str.upper), strict=False):
            letters[at] = case(letters[at])
        return "".join(letters)

    def data(self, length: int | None = None) -> bytes:
        """Return a message as bytes."""
        return self.message(length).encode()

    def chinese(self) -> str:
        """Return a message in which Chinese characters stand among ASCII letters."""
        return self.message() + "".join(self._random.choices(_CHINESE, k=6)) + self.message()

    def no_text(self) -> bytes:
        """Return bytes that are no UTF-8, with a message in the middle."""
        return b"\xff\xfe\x80" + self.data() + b"\xc3\x28\xa0"

    def blanks_around(self) -> bytes:
        """Return a message with blanks around it."""
        return b" \t" + self.data() + b"\t "

    def reply_to(self, message: bytes, screen: str = "") -> bytes:
        """Return a token as long as the message that is not the service's own answer, nor stands on the ``screen`` yet.

        Nothing new can be said in a letter or two where all of them stand there; then it is any token.
        """
        length = min(max(len(message), 1), _AT_ONCE)
        for _ in range(_TRIES):
            reply = self.data(length)
            if reply != self._service.answer_to(message) and reply.decode() not in screen:
                break
        return reply
