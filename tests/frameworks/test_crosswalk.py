"""The crosswalk: what is shipped, each fault with place and remedy, and translations of its rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from frameworks.crosswalk import (
    COMPLETE,
    Crosswalk,
    crosswalk_texts,
    examine_crosswalk,
    shipped_crosswalk,
)
from frameworks.load import load_text, shipped
from frameworks.model import Framework
from frameworks.problems import Code, Problem
from tests.frameworks.samples import render, small

GOOD = """\
note = "Own judgement, made from headings."

[[guides]]
id = "grid"
short = "GRID"
title = "A grid"
publisher = "Somebody"
basis = "Its areas."

[[rows]]
framework = "sp"
dimension = "a"
mark = "own judgement"
texts = { grid = "culture" }

[[rows]]
framework = "sp"
dimension = "b"
mark = "own judgement"
texts = { grid = "skills" }
"""
ROWS = "crosswalk.toml, rows"
SECOND = GOOD[GOOD.rindex("[[rows]]") :]


def provider() -> Framework:
    """A small framework with parts a and b, under the id of one that has to be compared whole."""
    return replace(load_text(render(small())), id=COMPLETE[0])


def examined(folder: Path, content: str) -> tuple[Crosswalk | None, list[Problem]]:
    """What is found in a crosswalk with this content."""
    path = folder / "crosswalk.toml"
    path.write_text(content, "utf-8")
    crosswalk, problems = examine_crosswalk([provider()], path)
    return crosswalk, list(problems)


def test_the_shipped_crosswalk_has_a_row_for_every_part_and_no_fault() -> None:
    crosswalk = shipped_crosswalk()
    assert examine_crosswalk(shipped().values()) == (crosswalk, ())

    for framework in (one for one in shipped().values() if one.id in COMPLETE):
        assert all(crosswalk.row(framework.id, part.id) for part in framework.dimensions)
    assert {guide.short for guide in crosswalk.guides} == {
        "OCAT",
        "OCA",
        "CCAT",
        "PAT",
        "Quiz",
        "ISDM",
        "LCF",
    }


def test_a_row_is_found_by_its_part() -> None:
    row = shipped_crosswalk().row("sp", "lead")

    assert row is not None
    assert row.texts["ocat"] == "aspirations, culture"
    assert shipped_crosswalk().row("sp", "will") is None


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('framework = "sp"', 'framework = "ps"', Code.UNKNOWN_REFERENCE, f"{ROWS} ps a"),
        ('dimension = "a"', 'dimension = "d"', Code.UNKNOWN_REFERENCE, f"{ROWS} sp d"),
        ("{ grid =", "{ gird =", Code.UNKNOWN_REFERENCE, f"{ROWS} sp a, texts"),
        ('dimension = "b"', 'dimension = "a"', Code.DUPLICATE_ID, ROWS),
        (SECOND, "", Code.MISSING_KEY, ROWS),
        ('"own judgement"', '"official"', Code.BAD_VALUE, f"{ROWS} 1, mark"),
        ('mark = "own judgement"\n', "", Code.MISSING_KEY, f"{ROWS} 1, mark"),
        ('"culture"', '" "', Code.EMPTY_TEXT, f"{ROWS} sp a, texts"),
        ('{ grid = "skills" }', "{ }", Code.EMPTY_TEXT, f"{ROWS} sp b, texts"),
        ('id = "grid"', 'id = "Grid"', Code.BAD_ID, "crosswalk.toml, guides"),
        (
            'publisher = "Somebody"',
            'publisher = ""',
            Code.EMPTY_TEXT,
            "crosswalk.toml, guides grid, publisher",
        ),
        ('short = "GRID"', 'shrot = "GRID"', Code.UNKNOWN_KEY, "crosswalk.toml, guides grid, shrot"),
        ("Own judgement, made from headings.", "", Code.EMPTY_TEXT, "crosswalk.toml, note"),
    ],
)
def test_each_fault_is_told_with_its_place_and_a_remedy(
    tmp_path: Path, old: str, new: str, code: Code, place: str
) -> None:
    assert old in GOOD
    crosswalk, problems = examined(tmp_path, GOOD.replace(old, new, 1))

    assert (code, place) in [(one.code, one.place) for one in problems]
    assert all(one.message and one.remedy for one in problems)
    assert crosswalk is None


def test_a_guide_given_twice_is_told(tmp_path: Path) -> None:
    guide = GOOD[GOOD.index("[[guides]]") : GOOD.index("[[rows]]")]
    _, problems = examined(tmp_path, GOOD.replace(guide, guide * 2))

    assert [(one.code, one.place) for one in problems] == [(Code.DUPLICATE_ID, "crosswalk.toml, guides")]


def test_only_the_frameworks_that_are_compared_whole_need_a_row_for_each_part(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.toml"
    path.write_text(GOOD.replace(SECOND, "").replace('"sp"', '"sm"'), "utf-8")

    crosswalk, problems = examine_crosswalk([load_text(render(small()))], path)

    assert problems == ()
    assert crosswalk is not None


def test_rows_are_translated_by_the_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "crosswalk.de.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "row.sp.a.grid"\nmsgid "culture"\nmsgstr "Kultur"\n',
        "utf-8",
    )
    crosswalk, problems = examined(tmp_path, GOOD)

    assert problems == []
    assert crosswalk is not None
    assert crosswalk_texts(crosswalk) == {"row.sp.a.grid": "culture", "row.sp.b.grid": "skills"}
    first, second = crosswalk.rows
    assert crosswalk.text("de", first, "grid") == "Kultur"
    assert crosswalk.text("de", second, "grid") == "skills"
    assert crosswalk.text("en", first, "grid") == "culture"
