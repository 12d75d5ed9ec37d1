"""What the typesetter is handed: cut between letters, breakable, printable, and never markup."""

from __future__ import annotations

import unicodedata

import pytest

from bot.report.fonts import covered, printable
from bot.report.paper import BREAK, breakable, cut
from tests.report.samples import ARABIC, BURMESE, HINDI, SCRIPTS


def test_a_text_is_cut_before_a_letter_and_never_between_a_letter_and_its_signs() -> None:
    for most in range(2, len(HINDI)):
        kept = cut(HINDI, most).removesuffix("…")

        assert len(cut(HINDI, most)) <= most
        assert HINDI.startswith(kept)
        rest = HINDI[len(kept) :].lstrip()
        assert unicodedata.category(rest[0]) not in {"Mn", "Mc"}
    assert cut("short", 5) == "short"


@pytest.mark.parametrize("word", ["W" * 200, "https://example.org/" + "a" * 80, "ا" * 90, "शि" * 60])
def test_a_very_long_word_can_be_broken_and_is_the_same_word(word: str) -> None:
    broken = breakable(f"one {word} two")

    assert max(map(len, broken.replace(" ", BREAK).split(BREAK))) <= 15
    assert broken.replace(BREAK, "") == f"one {word} two"
    assert not any(unicodedata.category(part[0]) in {"Mn", "Mc"} for part in broken.split(BREAK))


def test_usual_words_and_scripts_without_spaces_are_left_alone() -> None:
    for text in (ARABIC, BURMESE * 4, "Donaudampfschifffahrt and so on"):
        assert breakable(text) == text


@pytest.mark.parametrize("name", SCRIPTS)
def test_our_fonts_have_every_letter_of_many_scripts(name: str) -> None:
    assert all(ord(sign) in covered() for sign in SCRIPTS[name])


def test_letters_without_a_font_are_named_elsewhere_and_never_shown_as_boxes() -> None:
    assert printable("Hope 医院", "(name in the text)") == "Hope (name in the text)"
    assert printable("医院", "(x)") == "(x)"
    assert printable("Ops \U0001fadc\ufe0f now", "(x)") in {"Ops  now", "Ops \U0001fadc now"}
    assert printable(ARABIC, "(x)") == ARABIC
