"""What is recognisable: the contract's word for an answer that is not judged byte by byte."""

import pytest

from grader.lesson.service import SERVICE


@pytest.mark.parametrize("came", [b"ABCDEFGH", b"abcDEFgh", b"ABCDEFGH\n", b"you said: ABCDEFGH!", b"b'ABCDEFGH'\xff"])
def test_a_message_is_recognised_whatever_stands_around_it(came: bytes) -> None:
    """Case, a newline, a greeting and bytes that are no text do not matter."""
    assert SERVICE.is_recognisable(came, b"aBcDeFgH", [b"aBcDeFgH", b"tuvwXYZtuvwX"])


@pytest.mark.parametrize("came", [b"", b"OK", b"ABCDEFG", b"ABCD EFGH"])
def test_silence_a_constant_and_a_piece_are_no_answers(came: bytes) -> None:
    """The whole message must stand there."""
    assert not SERVICE.is_recognisable(came, b"aBcDeFgH")


@pytest.mark.parametrize("came", [b"TUVWXYZTUVWXABCDEFGH", b"ABCDEFGH tuvwXYZtuvwX", b"ABCDEFGHUVWX"])
def test_what_mixes_messages_up_is_no_answer(came: bytes) -> None:
    """Another message beside it, or the end of a longer one behind it, comes from somebody else or from before."""
    assert not SERVICE.is_recognisable(came, b"aBcDeFgH", [b"aBcDeFgH", b"tuvwXYZtuvwX"])


def test_a_message_that_stands_in_another_one_is_no_other() -> None:
    """A "q" is a part of "faq", and no second message in it."""
    assert SERVICE.is_recognisable(b"FAQ", b"faq", [b"q", b"faq"])


def test_the_exact_answer_changes_ascii_letters_alone() -> None:
    """Bytes that are no text stay as they are."""
    assert SERVICE.answer_to(b"\xe9a\xffZ \t") == b"\xe9A\xffZ \t"
