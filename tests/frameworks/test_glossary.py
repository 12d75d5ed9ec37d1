"""The glossary: what is shipped, each fault with place and remedy, translations by the rules of frameworks."""

from __future__ import annotations

from pathlib import Path

import pytest

from frameworks.glossary import Glossary, Term, examine_glossary, glossary_texts, shipped_glossary
from frameworks.problems import Code, Problem

GOOD = """\
[[terms]]
id = "must"
term = "must"
definition = "An element that has to be in place."

[[terms]]
id = "stage"
term = "stage"
definition = "A word for where you are now."
"""
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def examined(
    folder: Path, content: str | bytes, **translations: str
) -> tuple[Glossary | None, list[Problem]]:
    """What is found in a glossary with this content, and these PO files beside it."""
    path = folder / "glossary.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for language, entries in translations.items():
        (folder / f"glossary.{language}.po").write_text(PO + entries, "utf-8")
    glossary, problems = examine_glossary(path)
    return glossary, list(problems)


def entry(key: str, english: str, translation: str) -> str:
    return f'msgctxt "{key}"\nmsgid "{english}"\nmsgstr "{translation}"\n\n'


def test_the_shipped_glossary_has_the_25_agreed_terms_and_no_fault() -> None:
    assert examine_glossary() == (shipped_glossary(), ())

    terms = shipped_glossary().terms
    assert len(terms) == len({one.id for one in terms}) == len({one.term for one in terms}) == 25
    assert all(len(one.term) <= 30 and len(one.definition) <= 160 for one in terms)
    assert [terms[0].term, terms[-1].term] == ["outcome", "stage"]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('id = "stage"', 'id = "must"', Code.DUPLICATE_ID, "glossary.toml, terms"),
        ('id = "stage"', 'id = "Stage 1"', Code.BAD_ID, "glossary.toml, terms"),
        ('id = "stage"\n', "", Code.MISSING_KEY, "glossary.toml, terms 2, id"),
        ('term = "stage"', 'trem = "stage"', Code.UNKNOWN_KEY, "glossary.toml, terms stage, trem"),
        ('term = "stage"', f'term = "{"s" * 31}"', Code.BAD_VALUE, "glossary.toml, terms stage, term"),
        ("An element", "e" * 160, Code.BAD_VALUE, "glossary.toml, terms must, definition"),
        ('term = "stage"', 'term = " "', Code.EMPTY_TEXT, "glossary.toml, terms stage, term"),
        ('term = "stage"', "term = ", Code.BAD_TOML, "glossary.toml"),
        (GOOD, "terms = []", Code.BAD_VALUE, "glossary.toml, terms"),
    ],
)
def test_each_fault_is_told_with_its_place_and_a_remedy(
    tmp_path: Path, old: str, new: str, code: Code, place: str
) -> None:
    assert old in GOOD
    glossary, problems = examined(tmp_path, GOOD.replace(old, new))

    assert (code, place) in [(one.code, one.place) for one in problems]
    assert all(one.message and one.remedy for one in problems)
    assert glossary is None


def test_a_wrong_key_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    _, problems = examined(tmp_path, GOOD.replace('term = "stage"', 'term = "stage"\ndefinitoin = "A word."'))

    assert [one.remedy for one in problems] == ["Did you mean 'definition'?"]


def test_a_missing_file_and_one_of_other_bytes_are_told_by_name(tmp_path: Path) -> None:
    glossary, problems = examine_glossary(tmp_path / "glossary.toml")
    assert (glossary, [(one.code, one.place) for one in problems]) == (
        None,
        [(Code.MISSING_FILE, "glossary.toml")],
    )

    _, found = examined(tmp_path, b"\xff\xfe")
    assert [(one.code, one.place) for one in found] == [(Code.BAD_TOML, "glossary.toml")]


def test_every_text_has_a_key_and_no_two_have_the_same() -> None:
    texts = glossary_texts(
        Glossary((Term("must", "must", "To be in place."), Term("stage", "stage", "Where.")))
    )

    assert texts == {
        "term.must.term": "must",
        "term.must.definition": "To be in place.",
        "term.stage.term": "stage",
        "term.stage.definition": "Where.",
    }


def test_translations_come_from_the_files_beside_it(tmp_path: Path) -> None:
    glossary, problems = examined(tmp_path, GOOD, de=entry("term.stage.term", "stage", "Stufe"), sw="")

    assert problems == []
    assert glossary is not None
    assert glossary.translations == {"de": {"term.stage.term": "Stufe"}, "sw": {}}
    assert glossary.text("de", "term.stage.term", "stage") == "Stufe"
    assert glossary.text("de", "term.must.term", "must") == "must"
    assert glossary.text("fr", "term.stage.term", "stage") == "stage"


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (entry("term.stage.term", "step", "Stufe"), Code.PO_CHANGED_SOURCE),
        (entry("term.stgae.term", "stage", "Stufe"), Code.PO_UNKNOWN_TEXT),
    ],
)
def test_a_translation_without_its_source_is_told_and_not_used(
    tmp_path: Path, entries: str, code: Code
) -> None:
    glossary, problems = examined(tmp_path, GOOD, de=entries)

    assert [one.code for one in problems] == [code]
    assert problems[0].place.startswith("glossary.de.po, term.st")
    assert glossary is not None, "a warning keeps nothing from being used"
    assert glossary.translations == {"de": {}}


def test_a_translation_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    glossary, problems = examined(tmp_path, GOOD, de='msgid "no end')

    assert [(one.code, one.place) for one in problems] == [(Code.BAD_PO, "glossary.de.po")]
    assert glossary is None
