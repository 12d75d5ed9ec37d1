"""One's own result as CSV and JSON: the same as on paper, in codes and words, and nothing that is a formula."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from bot.programme.exporting.safe_text import unguarded
from bot.report.facts import ALONE, Facts
from bot.report.own_files import COLUMNS, result_csv, result_json
from bot.report.view import View
from bot.screens.agenda_lines import capital
from bot.screens.desk.person import CSV_KB, JSON_KB
from bot.screens.sight import Sight
from bot.screens.summary import summary_of
from flows.conversation import Chosen
from frameworks.values import Answer, Said
from tests.frameworks.samples import SP
from tests.frameworks.worked import CASE_30_LEVELS
from tests.gallery import by_element
from tests.report.samples import HOPE, sight_of

ANSWERS = {
    **by_element("sp-1.0", CASE_30_LEVELS),
    "sp.prog.scale": Answer(Said.NOT_APPLICABLE, option=1),
}


def view_of(language: str = "en", organisation: str = "Hope Homes", facts: Facts = ALONE) -> View:
    sight: Sight = sight_of("sp-1.0", ANSWERS, replace(HOPE, organisation=organisation), language=language)
    return View(sight, summary_of(sight), facts)


def rows_of(made: bytes, separator: str = ",") -> list[dict[str, str]]:
    assert made.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(made.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_the_table_has_every_question_with_codes_and_words() -> None:
    rows = {row["element"]: row for row in rows_of(result_csv(view_of()))}

    assert list(rows) == [one.id for one in SP.elements]
    assert tuple(rows["sp.fin.cash"]) == COLUMNS
    assert rows["sp.fin.control"] == {
        "element": "sp.fin.control",
        "name": "Sound accounts",
        "part": "fin",
        "part_name": "Money",
        "must": "1",
        "level": "3",
        "word": "in_place",
        "word_name": "In place",
        "rests_on": "",
        "proof": "bank match of the last 6 months",
        "reason": "",
    }
    assert (rows["sp.care.safe"]["level"], rows["sp.care.safe"]["word"]) == ("", "not_known")
    assert (rows["sp.prog.scale"]["level"], rows["sp.prog.scale"]["word"]) == ("", "not_applicable")
    assert rows["sp.prog.scale"]["reason"] == SP.element_by_id["sp.prog.scale"].na_reasons[0]


def test_words_are_in_the_persons_language_and_codes_are_not() -> None:
    (row,) = [row for row in rows_of(result_csv(view_of("fr")), ";") if row["element"] == "sp.fin.cash"]

    assert (row["word"], row["word_name"]) == ("not_yet", "Pas encore")


def test_what_people_typed_is_no_formula_and_comes_back_as_it_was() -> None:
    typed = '=HYPERLINK("http://x.test";"a")'
    made = result_csv(view_of(facts=Facts(reasons={"sp.fin.cash": typed})))
    (row,) = [row for row in rows_of(made) if row["element"] == "sp.fin.cash"]

    assert row["reason"].startswith("'=")
    assert unguarded(row["reason"]) == typed


def test_the_json_holds_the_same_lines_with_what_they_add_up_to() -> None:
    view = view_of()
    made: dict[str, Any] = json.loads(result_json(view))

    assert (made["framework"], made["version"], made["people"]) == ("sp-1.0", "1.0", 1)
    assert made["counts"] == {word.value: count for word, count in view.result.card.counts.items()}
    assert made["musts"] == {"met": 1, "of": 6}
    assert made["stage"] == {"low": "early", "high": "early", "name": "Early"}
    assert [one["element"] for one in made["elements"]] == [one.id for one in SP.elements]
    by_csv = {row["element"]: row["level"] for row in rows_of(result_csv(view))}
    assert {one["element"]: str(one["level"] or "") for one in made["elements"]} == by_csv


def test_the_json_says_what_is_planned() -> None:
    view = view_of()
    action = "act.sp.fin.cash.1"
    chosen = {action: Chosen(day="2026-04-30", taken_by="Joy")}
    sight = replace(view.sight, conversation=replace(view.sight.conversation, chosen=chosen))
    planned = json.loads(result_json(View(sight, summary_of(sight), ALONE)))["actions"]

    record = SP.action_by_id[action]
    assert planned == [
        {
            "action": action,
            "element": "sp.fin.cash",
            "text": record.text,
            "first_step_only": False,
            "who": "Joy",
            "day": "2026-04-30",
            "until": "30 April 2026",
            "done_when": f"{capital(record.done_when)} Target: 2 Starting.",
        }
    ]
    assert json.loads(result_json(view))["actions"] == []


def test_a_stage_that_is_not_shown_is_not_in_the_file() -> None:
    made = json.loads(result_json(view_of(facts=Facts(show_stage=False))))

    assert (made["stage"], made["no_stage"]) == (None, None)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sizes_that_are_told_are_near(language: str) -> None:
    view = view_of(language, "N" * 100)

    assert CSV_KB / 2 <= len(result_csv(view)) / 1000 <= CSV_KB
    assert JSON_KB / 2 <= len(result_json(view)) / 1000 <= JSON_KB * 1.1
