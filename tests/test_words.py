"""What is said to programs: fresh messages, the same ones for the same seed, none of them by chance another one."""

import string

import pytest

from grader.engine.peers import Left, Peers
from grader.engine.service import Service
from grader.engine.words import Words
from grader.events import Act
from grader.submission.names import listed
from grader.text import Text

LENGTHS = (12, 8, 11, 9, 10)


class Quitting(Service):
    """A service in which ``q`` means something, and that answers in upper case."""

    reserved = "qQ"

    def answer_to(self, message: bytes) -> bytes:
        """Return it in upper case."""
        return message.upper()


def words(seed: str = "a seed") -> Words:
    """Return a source of messages."""
    return Words(seed, Quitting())


def test_the_same_seed_gives_the_same_words() -> None:
    """Every run can be repeated; with another seed no message is the same."""
    one, same, other = ([words.message() for _ in range(20)] for words in (words(), words(), words("another")))
    assert one == same
    assert set(one).isdisjoint(other)
    assert len(set(one)) == 20


def test_a_message_is_of_letters_in_both_cases_that_mean_nothing() -> None:
    """The lengths do not come from the seed, and no letter is one that the service reserves."""
    source = words()
    found = [source.message() for _ in range(200)]
    assert [len(message) for message in found] == [*LENGTHS] * 40
    for message in found:
        assert set(message) <= set(string.ascii_letters) - set("qQ")
        assert message != message.lower()
        assert message != message.upper()
    assert {letter for message in found for letter in message} == set(string.ascii_letters) - set("qQ")
    assert [len(source.message(length)) for length in (1, 2, 3000)] == [1, 2, 3000]
    two = source.message(2)
    assert sorted((two[0].isupper(), two[1].isupper())) == [False, True]


def test_messages_come_in_other_shapes() -> None:
    """As bytes; with Chinese within ASCII; as no text; with blanks around. In each there is a message."""
    source = words()
    assert len(source.data()) == LENGTHS[0]
    assert len(source.data(5000)) == 5000
    chinese = source.chinese()
    assert chinese[:8].isascii()
    assert chinese[-11:].isascii()
    assert len(chinese) == 8 + 6 + 11
    assert not any(letter.isascii() for letter in chinese[8:14])
    with pytest.raises(UnicodeDecodeError):
        source.no_text().decode()
    binary = source.no_text()
    assert (binary[:3], binary[-3:], binary[3:-3].isalpha()) == (b"\xff\xfe\x80", b"\xc3\x28\xa0", True)
    assert b"\xff\xfe\x80" + binary[3:-3] + b"\xc3\x28\xa0" == binary
    blanks = source.blanks_around()
    assert (blanks[:2], blanks[-2:], blanks.strip().isalpha()) == (b" \t", b"\t ", True)


def test_a_reply_is_as_long_as_the_message_and_new() -> None:
    """It is neither the service's own answer nor on the screen already; where all are, it is any."""
    source = words()
    for length in (1, 5, 1024):
        assert len(source.reply_to(b"x" * length)) == length
    assert len(source.reply_to(b"")) == 1
    assert len(source.reply_to(b"x" * 5000)) == 1024
    letters = [letter for letter in string.ascii_letters if letter not in "qQ"]
    screen = "".join(letter for letter in letters if letter not in "aB")
    assert {source.reply_to(b"b", screen) for _ in range(20)} == {b"a"}
    assert len(source.reply_to(b"b", "".join(letters))) == 1


def test_a_service_tells_an_answer_from_others() -> None:
    """The message or its answer is recognised wherever it stands; what carries another one too is not recognisable."""
    service = Quitting()
    assert service.carries(b"<<abc>>", b"abc")
    assert service.carries(b"<<ABC>>", b"abc")
    assert not service.carries(b"<<Abc>>", b"abc")
    assert service.is_recognisable(b"got ABC\n", b"abc")
    assert not service.is_recognisable(b"nothing", b"abc")
    assert not service.is_recognisable(b"ABC and DEF", b"abc", [b"def"])
    assert service.is_recognisable(b"ABCDEF", b"abcdef", [b"abc", b"abcdef"])  # what it carries itself is no other
    assert Service().answer_to(b"abc") == b"abc"


@pytest.mark.parametrize(("behind", "is_stale"), [("", False), ("LO", False), ("RLD", True), ("LLOWORLD", True)])
def test_the_end_of_a_longer_message_behind_a_shorter_one_is_another(behind: str, *, is_stale: bool) -> None:
    """From three letters on; fewer may stand there for other reasons."""
    longer = b"hel" + behind.lower().encode()
    assert bool(Quitting().others_in(b"ABC" + behind.encode(), b"abc", [longer])) is is_stale


def test_what_the_peers_of_a_run_remember() -> None:
    """Addresses, speakers, messages without blanks, departures, what was typed; with a new run all is forgotten."""
    peers = Peers()
    for at, name in enumerate(("client 1", "client 2")):
        peers.meet(name, ("127.0.0.1", at))
    assert (peers.addresses["client 1"], peers.latest_address) == (("127.0.0.1", 0), ("127.0.0.1", 1))
    peers.say("client 1", b" hello ")
    peers.say("client 1", b" \t")
    assert (peers.speakers, peers.messages, peers.last_said) == ({"client 1"}, [b"hello"], b" \t")
    assert not peers.has_heard
    peers.hear(b"HEL")
    peers.hear(b"LO")
    assert (peers.has_heard, bytes(peers.sent_since_typed)) == (True, b"HELLO")
    peers.type(" a line ")
    assert (peers.typed, peers.messages, bytes(peers.sent_since_typed)) == (" a line ", [b"hello", b"a line"], b"")
    peers.depart("client 2", Act.LEAVES)
    assert peers.broke_off is None
    peers.depart("client 1", Act.RESETS)
    assert peers.broke_off == ("client 1", Act.RESETS)
    peers.depart("client 3", Act.IS_KILLED)
    assert peers.broke_off == ("client 3", Act.IS_KILLED)
    assert list(peers.departed) == ["client 2", "client 1", "client 3"]
    peers.served["client 1"] += 1
    peers.has_been_thrown_back = True
    peers.sockets_before = frozenset({1})
    peers.left_before_the_reply = Left.CLOSED
    peers.begin()
    assert vars(peers) == vars(Peers())
    assert (peers.broke_off, peers.typed, peers.last_said) == (None,) * 3
    assert (peers.has_heard, peers.has_been_thrown_back, peers.latest_address) == (False, False, None)


@pytest.mark.parametrize(
    ("number", "told"), [(0, ""), (1, "0"), (6, "0, 1, 2, 3, 4, 5"), (9, "0, 1, 2, 3, 4, 5 and 3 more")]
)
def test_of_many_names_the_first_few_are_told(number: int, told: str) -> None:
    """And how many more there are."""
    found = listed(map(str, range(number)))
    assert (str(found) if isinstance(found, Text) else ", ".join(found)) == told
