"""Typed words: digits of every script, what is no number, texts of any length, names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.events import Typed
from flows.reading import clean_name, is_question, normalise, number_in
from tests.flows.walks import Walk
from tests.frameworks.samples import SP

SCRIPTS = {
    "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "Devanagari": "०१२३४५६७८९",
    "Bengali": "০১২৩৪৫৬৭৮৯",
    "full-width": "０１２３４５６７８９",
    "Thai": "๐๑๒๓๔๕๖๗๘๙",
    "Khmer": "០១២៣៤៥៦៧៨៩",
    "Myanmar": "၀၁၂၃၄၅၆၇၈၉",
    "Ethiopic-less mathematical": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
}


def number(text: str) -> int | None:
    return number_in(normalise(text), ("level", "niveau"))


@pytest.mark.parametrize("digits", SCRIPTS.values(), ids=list(SCRIPTS))
def test_digits_of_every_script_are_numbers(digits: str) -> None:
    assert [number(digit) for digit in digits] == list(range(10))
    assert number(digits[1] + digits[2]) == 12
    assert number(f"level {digits[3]}") == 3


def test_every_decimal_digit_of_unicode_is_a_number() -> None:
    digits = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Nd"]

    assert len(digits) > 600
    assert [digit for digit in digits if number(digit) != unicodedata.digit(digit)] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *(("3", 3), (" 3 ", 3), ("3.", 3), ("3)", 3), ("(3)", 3), ("3!", 3), ("\n3\n", 3), ("“3”", 3)),
        *(("level 3", 3), ("Level 3", 3), ("LEVEL  3.", 3), ("niveau 3", 3), ("level٣", None)),
        *(("3️⃣", 3), ("③", 3), ("³", 3), ("\u200e3\u200f", 3), ("3\u200b", 3), ("\ufeff3", 3)),
        *(("١٢", 12), ("1٢", 12), ("003", 3), ("999", 999), ("1000", None)),
        *(("2,5", None), ("2.5", None), ("٢٫٥", None), ("½", None), ("1/2", None), ("3-4", None)),
        *(("3 people", None), ("3 3", None), ("about 3", None), ("3rd", None), ("2 or 3", None)),
        *(("three", None), ("Ⅲ", None), ("三", None), ("level", None), ("level ", None), ("", None)),
        *(("level level 3", None), ("3 level", None), ("9" * 4096, None)),
    ],
)
def test_a_number_is_a_text_that_is_nothing_but_a_number(text: str, wanted: int | None) -> None:
    assert number(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  Don’t   KNOW! ", "don't know"),
        ("don`t know", "don't know"),
        ("DON\u00adT", "dont"),
        ("¿Back?", "back"),
        ("…", ""),
        ("_-_", ""),
        ("In\u00a0place", "in place"),
        ("STRASSE", normalise("straße")),
        ("ＢＡＣＫ", "back"),
        ("e\u0301tape", "étape"),
        ("\u202eback\u202c", "back"),
        ("a.b", "a.b"),
    ],
)
def test_spellings_of_one_word_become_one(text: str, wanted: str) -> None:
    assert normalise(text) == wanted


@given(st.text())
def test_normalising_is_stable_and_leaves_words_at_the_edges(text: str) -> None:
    once = normalise(text)

    assert not once or (once[0].isalnum() and once[-1].isalnum())
    assert "  " not in once
    assert number_in(once) == number_in(normalise(once))


def test_a_long_run_of_marks_is_read_in_one_pass() -> None:
    """A pattern that looks for marks at the end begins anew at each of these: minutes instead of a moment."""
    marks = "…" * 100_000

    assert normalise(f"{marks}A{marks}b{marks}") == "a" + "..." * 100_000 + "b"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  Red   Cross ", "Red Cross"),
        ("Red\nCross\tNairobi", "Red Cross Nairobi"),
        ("Red\u200bCross", "RedCross"),
        ("\u202eevil\u202c", "evil"),
        ("a\0b", "a b"),
        ("half \ud83d pair", "half pair"),
        ("क्\u200dष", "क्\u200dष"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🌾 Farm", "👩\u200d🌾 Farm"),
        ("Médecins", "Médecins"),
        ("العربية", "العربية"),
        ("3", "3"),
        ("…", ""),
        ("👍", ""),
        ("\u200d\u200c", ""),
        ("", ""),
    ],
)
def test_a_name_keeps_what_can_be_read(text: str, wanted: str) -> None:
    assert clean_name(text) == wanted


@given(st.text(st.characters()))
def test_a_name_never_holds_what_a_database_refuses_or_what_turns_the_text_around(text: str) -> None:
    name = clean_name(text)

    name.encode("utf-8")
    assert {unicodedata.category(sign) for sign in name} & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} == set()
    assert not set(name) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("why?", True), ("لماذا؟", True), ("we are not sure", True), ("not sure", False), ("", False)],
)
def test_a_remark_is_a_question_where_it_asks_or_is_long(text: str, wanted: bool) -> None:
    assert is_question(text) is wanted


@pytest.mark.parametrize("text", ["3", "٣", "level 3", "3.", "In place", "\u200b3"])
def test_typed_levels_are_written_in_the_flow(text: str) -> None:
    walk = Walk(SP).to_first_question()
    walk.take(Typed(text))

    assert walk.conversation.answers[SP.elements[0].id].level == 3


@pytest.mark.parametrize(
    ("text", "notice"),
    [("9", "out_of_range"), ("0", "out_of_range"), ("2,5", "remark"), ("3 people work here", "remark_help")],
)
def test_what_is_no_level_is_answered_and_writes_nothing(text: str, notice: str) -> None:
    walk = Walk(SP).to_first_question()
    before = walk.conversation
    walk.take(Typed(text))

    assert walk.conversation.answers == {}
    assert walk.conversation.place_no == before.place_no
    assert walk.conversation.notice is not None
    assert walk.conversation.notice.key == notice
