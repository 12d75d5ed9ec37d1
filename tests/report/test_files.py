"""The files themselves: sizes, pages, what can be read out of them, fonts, and typed text that stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.pseudo import PSEUDO
from bot.report.paper import PDF_BYTES, PNG_BYTES, pdf_order, png_order
from bot.report.report import Report
from bot.report.setter import Setter
from bot.report.typesetting import TEMPLATES
from frameworks.load import shipped
from tests.report.samples import (
    ARABIC,
    HINDI,
    LITERAL,
    LONG,
    SCRIPTS,
    many_parts,
    place,
    provider,
    strong_provider,
    team_facts,
)

SETTER = Setter(TEMPLATES)
EVERY: dict[str, Callable[[], Report]] = {
    "english": provider,
    "french": lambda: provider("fr"),
    "test language": lambda: provider(PSEUDO),
    "half-way": strong_provider,
    "team": lambda: provider(facts=team_facts()),
    "french team, long name": lambda: provider("fr", LONG, team_facts()),
    "place": place,
    "arabic": lambda: many_parts(provider("en", ARABIC), [ARABIC]),
    "hindi": lambda: many_parts(provider("fr", HINDI), [HINDI, *SCRIPTS.values()]),
    "long": lambda: many_parts(provider("en", LONG, team_facts()), [LONG, "W" * 200]),
    "literal": lambda: many_parts(provider("en", LITERAL), [LITERAL]),
    "no font": lambda: many_parts(provider("en", "医院 🏫"), ["医院", "🚀"]),
}


def pdf(report: Report) -> bytes:
    return SETTER.set(pdf_order(report))


def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def plain(reader: PdfReader) -> str:
    """All text in one line, so that line ends of the page do not matter."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def fonts_on(page: Any) -> Any:
    return page["/Resources"]["/Font"].values()


def fonts_of(reader: PdfReader) -> set[str]:
    """The names of the fonts that are embedded, without the mark of a subset."""
    found = (font.get_object() for page in reader.pages for font in fonts_on(page))
    return {str(font["/BaseFont"]).partition("+")[2] for font in found}


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_the_paper_is_small_short_tagged_and_shows_no_box(name: str) -> None:
    report = EVERY[name]()
    made = pdf(report)
    reader = read(made)

    assert len(made) < PDF_BYTES
    assert 2 <= len(reader.pages) <= 4
    assert root(reader)["/Lang"] == report.language
    assert reader.metadata is not None and reader.metadata.title
    assert root(reader)["/MarkInfo"]["/Marked"]
    # The standard for screen readers takes no letter without a font.
    assert b"pdfuaid" in root(reader)["/Metadata"].get_data()
    for page in reader.pages:
        assert report.unchecked in " ".join(page.extract_text().split())


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("radar", [False, True])
def test_the_card_is_small_and_wide_enough_for_a_phone(name: str, *, radar: bool) -> None:
    order = png_order(EVERY[name](), radar=radar)
    made = SETTER.set(order)

    assert len(made) < PNG_BYTES
    with Image.open(BytesIO(made)) as picture:
        assert picture.width >= 400
        assert picture.height > picture.width / 2
    # The same page by the standard that takes no letter without a font.
    SETTER.accessible("card.typ", order["tries"][0]["data"])


def test_the_paper_holds_every_must_and_every_part_of_the_report() -> None:
    report = provider(facts=team_facts())
    text = plain(read(pdf(report)))

    alone = plain(read(pdf(provider())))
    for element in shipped()["sp-1.0"].elements:
        assert not element.must or (element.name in text and element.name in alone)
    for each in report.sections:
        assert each.title in text
    for sentence in (*report.first, *report.counts, "Amina Otieno (finance)", "30 March 2026"):
        assert sentence in text
    assert text.index(report.first[0]) < text.index(report.title)
    assert "Page 1 of 3" in text


def test_a_card_says_who_checked_and_what_it_is_not_for() -> None:
    report = provider(facts=team_facts())
    text = plain(read(SETTER.accessible("card.typ", png_order(report)["tries"][0]["data"])))

    for sentence in (*report.first, report.unchecked, report.counts[0], report.subject):
        assert sentence in text


def test_each_script_is_set_in_its_own_font() -> None:
    names = {"arabic": "Arabic", "hindi": "Devanagari", "amharic": "Ethiopic", "bengali": "Bengali"}
    reader = read(pdf(many_parts(provider(), [SCRIPTS[name] for name in names])))

    fonts = " ".join(fonts_of(reader))
    assert all(f"NotoSans{name}" in fonts for name in names.values()), fonts


def test_arabic_is_joined() -> None:
    """Joined letters are other glyphs than letters that stand alone: the same letters apart need other glyphs."""
    joined = pdf(many_parts(provider(), ["بببب"]))
    apart = pdf(many_parts(provider(), ["ب ب ب ب"]))

    assert glyphs(joined, "NotoSansArabic") > glyphs(apart, "NotoSansArabic")


def glyphs(made: bytes, font: str) -> int:
    """How many glyphs of a font a paper holds, by the table that leads back to text."""
    fonts = (each.get_object() for each in fonts_on(read(made).pages[1]))
    found = next(each for each in fonts if font in str(each["/BaseFont"]))
    return len(re.findall(rb"<[0-9a-fA-F]+> <", found["/ToUnicode"].get_data()))


def test_what_people_type_is_printed_as_they_typed_it() -> None:
    reader = read(pdf(many_parts(provider("en", LITERAL), [LITERAL])))

    text = plain(reader).replace("\u200b", "")
    assert text.replace(" ", "").count(LITERAL.replace(" ", "")) >= 2
    assert reader.metadata is not None and LITERAL in str(reader.metadata.title)


def test_a_name_without_letters_of_ours_keeps_its_number() -> None:
    text = plain(read(pdf(many_parts(provider("en", "医院"), ["医院"]))))

    assert "3. (name in the text)" in text


def test_a_whole_paper_that_cannot_be_short_says_that_there_is_more() -> None:
    report = provider(facts=team_facts())
    crowded = many_parts(report, [LONG], parts=60)
    reader = read(pdf(crowded))

    assert len(reader.pages) <= 4
    assert report.left_out in plain(reader)
