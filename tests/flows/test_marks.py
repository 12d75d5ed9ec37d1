"""Lines of many answers: what they mean in any spelling, and what is wrong with them. No input raises."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.marks import (
    MOST_SIGNS,
    Mark,
    Problem,
    Why,
    heads_of,
    is_mark,
    line_in,
    means_answers,
    plain,
    read_marks,
    rendered,
    signs_in,
)
from frameworks.load import shipped
from frameworks.model import Element
from frameworks.settling import may_not_apply
from frameworks.values import Said
from tests.frameworks.samples import SP
from tests.test_typed_words import ALL

EC = shipped()["ec-1.0"]
HEADS = heads_of(SP, "en")
SERVICE = SP.dimensions[1].elements
"""Five questions; the fourth and the fifth may not apply."""


def line(text: str) -> tuple[int, str]:
    """The number of the part and the signs of a text that is a line."""
    found = line_in(text, HEADS)
    assert found is not None
    return found.part + 1, " ".join(found.signs)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        *(("D3 3 2 4 ?", "3 2 4 ?"), ("d3 3 2 4 ?", "3 2 4 ?"), ("  D3   3  2 4 ?  ", "3 2 4 ?")),
        *(
            ("D3 3,2,4,?", "3 2 4 ?"),
            ("D3: 3; 2; 4; ?", "3 2 4 ?"),
            ("D3 324?", "3 2 4 ?"),
            ("D 3 324?", "3 2 4 ?"),
        ),
        *(("D3\n3\n2\n4\n?", "3 2 4 ?"), ("d3) 3/2/4/?", "3 2 4 ?"), ("D3 3|2|4|?", "3 2 4 ?")),
        *(
            ("D٣ ٣،٢،٤،؟", "3 2 4 ?"),
            ("D३ ३ २ ४ ?", "3 2 4 ?"),
            ("Ｄ３ ３ ２ ４ ？", "3 2 4 ?"),
            ("D3 3️⃣2️⃣4️⃣❓", "3 2 4 ?"),
        ),
        *(
            ("D3 N O - ?", "n o - ?"),
            ("D3 n/a – — −", "n - - -"),
            ("D3 nno-", "n n o -"),
            ("D3?", "?"),
            ("D3", ""),
        ),
        *(("D3 3 x 4 yes", "3 x 4 yes"), ("D3 3x4", "3 x 4"), ("D3 3 _ 2", "3 - 2"), ("D3 3.5", "3 5")),
        *(("meas 3 2 4 ?", "3 2 4 ?"), ("MEAS 3 2 4 ?", "3 2 4 ?"), ("Data: 3 2 4 ?", "3 2 4 ?")),
    ],
)
def test_a_line_is_understood_in_any_spelling(text: str, signs: str) -> None:
    assert line(text) == (3, signs)


def test_a_line_begins_with_the_number_the_id_or_the_name_of_a_part() -> None:
    for number, part in enumerate(SP.dimensions, start=1):
        for head in (f"D{number}", f"d{number}.", part.id, part.name, part.name.upper()):
            assert line(f"{head} 1 2 ?") == (number, "1 2 ?")
    assert line("D0 1") == (0, "1")
    assert line("D99 1") == (99, "1")


@pytest.mark.parametrize(
    "text", ["", "D", "3 2 4", "D3x", "Dx 3", "D33333 1", "datas 3 2", "hello D3 3 2", "?", "🙂"]
)
def test_what_begins_with_no_part_is_no_line(text: str) -> None:
    assert line_in(text, HEADS) is None


@pytest.mark.parametrize("language", ALL)
def test_the_names_of_all_parts_are_heads_in_every_language(language: str) -> None:
    for framework in shipped().values():
        heads = heads_of(framework, language)
        for place, part in enumerate(framework.dimensions):
            own = framework.text(language, f"{part.id}.name", part.name)
            assert (heads[plain(part.id)], heads[plain(own)]) == (place, place)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        *(("D3 3 2 4 ?", True), ("D3 3", True), ("D3 3 2 x 4", True), ("D3 9 9", True), ("D3 -", True)),
        *(("D3", False), ("D3 is difficult", False), ("D3 xy", False), ("D3 3 people came", False)),
        *(("D3 no idea", False), ("D3: what does it mean?", False)),
        *(("meas 3 2", True), ("data 3 2 4 ?", True), ("meas 3 2 4 x", False)),
        *(
            ("part 2", False),
            ("Part 2 is unclear", False),
            ("care?", False),
            ("lead", False),
            ("data", False),
        ),
    ],
)
def test_a_remark_that_begins_like_a_line_stays_a_remark(text: str, heard: bool) -> None:
    found = line_in(text, HEADS)

    assert (found is not None and means_answers(found)) == heard


def read(signs: str, *, areas: bool = False) -> tuple[list[tuple[Said | None, int | None]], list[Problem]]:
    found = read_marks(signs.split(), SERVICE, 4, areas=areas)
    return [(mark.said, mark.level) for mark in found.right], list(found.problems)


def test_each_mark_is_about_the_question_at_its_place() -> None:
    found = read_marks("3?1n-", SERVICE, 4, areas=False)

    assert found.right == (
        Mark(SERVICE[0].id, Said.LEVEL, 3),
        Mark(SERVICE[1].id, Said.DONT_KNOW),
        Mark(SERVICE[2].id, Said.LEVEL, 1),
        Mark(SERVICE[3].id, Said.NOT_APPLICABLE),
        Mark(SERVICE[4].id, None),
    )
    assert found.fits
    assert [mark.element for mark in found.writes] == [each.id for each in SERVICE[:4]]


@pytest.mark.parametrize(
    ("signs", "problems"),
    [
        ("3 2 4 1", [Problem(5, "", Why.TOO_FEW)]),
        ("", [Problem(1, "", Why.TOO_FEW)]),
        ("3 2 4 1 2 ? 3", [Problem(6, "?", Why.TOO_MANY), Problem(7, "3", Why.TOO_MANY)]),
        ("n 2 4 n n", [Problem(1, "n", Why.NO_EXCUSE)]),
        ("3 o 4 1 2", [Problem(2, "o", Why.NO_AREAS)]),
        ("3 2 5 0 2", [Problem(3, "5", Why.NO_LEVEL), Problem(4, "0", Why.NO_LEVEL)]),
        ("3 2 4 x 2", [Problem(4, "x", Why.UNKNOWN)]),
        ("3 x 4", [Problem(2, "x", Why.UNKNOWN), Problem(4, "", Why.TOO_FEW)]),
    ],
)
def test_every_problem_is_named_with_its_place(signs: str, problems: list[Problem]) -> None:
    assert read(signs)[1] == problems


def test_not_my_area_is_an_answer_only_where_there_are_groups() -> None:
    assert read("3 o 4 1 2", areas=True) == (
        [(Said.LEVEL, 3), (Said.NOT_MY_AREA, None), (Said.LEVEL, 4), (Said.LEVEL, 1), (Said.LEVEL, 2)],
        [],
    )


def test_what_is_right_may_be_saved_only_where_the_count_fits() -> None:
    assert len(read_marks("329x1", SERVICE, 4, areas=False).writes) == 3
    assert read_marks("3241", SERVICE, 4, areas=False).writes == ()
    assert read_marks("324123", SERVICE, 4, areas=False).writes == ()
    assert read_marks("-----", SERVICE, 4, areas=False).writes == ()


def a_mark(element: Element, areas: bool) -> st.SearchStrategy[Mark]:
    said = [Mark(element.id, Said.LEVEL, level) for level in range(1, 5)]
    said += [Mark(element.id, Said.DONT_KNOW), Mark(element.id, None)]
    said += [Mark(element.id, Said.NOT_APPLICABLE)] if may_not_apply(element) else []
    said += [Mark(element.id, Said.NOT_MY_AREA)] if areas else []
    return st.sampled_from(said)


@st.composite
def lines(draw: st.DrawFn) -> tuple[int, tuple[Mark, ...], bool]:
    """A part of a framework with and without groups, and something for each of its questions."""
    framework = draw(st.sampled_from([SP, EC]))
    number = draw(st.integers(1, len(framework.dimensions)))
    areas = bool(framework.groups)
    return (
        number,
        tuple(draw(a_mark(each, areas)) for each in framework.dimensions[number - 1].elements),
        areas,
    )


BETWEEN = st.sampled_from([" ", ",", ", ", "", "; ", "\n", "\u00a0"])
DIGITS = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９"])


@given(lines(), BETWEEN, DIGITS, st.booleans())
def test_a_rendered_line_means_what_it_was_made_from(
    made: tuple[int, tuple[Mark, ...], bool], between: str, digits: str, capitals: bool
) -> None:
    number, marks, areas = made
    text = f"d{number} {between.join(rendered(marks))}".translate(str.maketrans("0123456789", digits))
    found = line_in(text.upper() if capitals else text, {})

    assert found is not None
    framework = EC if areas else SP
    elements = [framework.element_by_id[mark.element] for mark in marks]
    back = read_marks(found.signs, elements, framework.levels, areas=areas)
    assert (found.part, back.right, back.problems) == (number - 1, marks, ())


SIGNS = st.text(st.sampled_from("0123456789?nNoO-–,;: dDx/.\n٣؟½²🙂\u200e"), max_size=40)


@given(st.text(max_size=200) | SIGNS | SIGNS.map("D3 {}".format))
def test_no_text_raises_and_kept_signs_are_read_again_as_they_were(text: str) -> None:
    signs = signs_in(text)
    found = line_in(text, HEADS)
    marks = read_marks(signs, SERVICE, 4, areas=False)

    assert tuple(" ".join(signs).split()) == signs
    assert len(signs) <= MOST_SIGNS
    assert len(marks.right) + len([each for each in marks.problems if each.text]) == len(signs)
    assert found is None or isinstance(means_answers(found), bool)


def test_every_decimal_digit_of_unicode_is_a_level() -> None:
    digits = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Nd"]

    assert [digit for digit in digits if signs_in(digit) != (str(unicodedata.digit(digit)),)] == []


def test_a_very_long_text_is_cut() -> None:
    assert len(signs_in("3" * 100_000)) == MOST_SIGNS
    assert signs_in("x" * 100_000) == ("x" * 12 + "…",)
    assert not is_mark(signs_in("x" * 100_000)[0])
