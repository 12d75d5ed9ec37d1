"""The rules of writing: each has a text that breaks it, and texts that keep it raise no complaint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from frameworks.problems import Code, Severity
from frameworks.writing import count_syllables, reading_grade, sentences, writing_problems
from tests.frameworks import samples
from tests.frameworks.samples import Files, small

LONG_WORDS = (
    "Organisational representatives systematically institutionalise methodological documentation. "
    "Administrative responsibilities necessitate multidisciplinary collaboration. "
    "Continuous accountability demonstrates extraordinary professionalism, notwithstanding "
    "considerable bureaucratic impediments everywhere."
)


def one(**keys: Any) -> Callable[[Files], Any]:
    return lambda files: files["a.toml"]["elements"][0].update(keys)


def two(**keys: Any) -> Callable[[Files], Any]:
    return lambda files: files["a.toml"]["elements"][1].update(keys)


def level(number: int, text: str) -> Callable[[Files], Any]:
    """A change of one level of the first element."""

    def change(files: Files) -> None:
        files["a.toml"]["elements"][0]["levels"][number - 1] = text

    return change


def main(**keys: Any) -> Callable[[Files], Any]:
    return lambda files: files["framework.toml"].update(keys)


def part(**keys: Any) -> Callable[[Files], Any]:
    return lambda files: files["a.toml"].update(keys)


def block(words: int) -> Callable[[Files], Any]:
    return one(levels=["We do it. " + "It is so. " * words] * 4)


EXAMPLES: list[tuple[Code, str, Callable[[Files], Any]]] = [
    (Code.TOO_LONG, "a.toml, name", part(name="n" * 41)),
    (Code.TOO_LONG, "a.toml, question", part(question="q" * 81)),
    (Code.TOO_LONG, "a.toml, sm.a.one, name", one(name="n" * 41)),
    (Code.TOO_LONG, "a.toml, sm.a.one, question", one(question="q" * 121)),
    (Code.TOO_LONG, "a.toml, sm.a.one, why", one(why="w" * 201)),
    (Code.TOO_LONG, "a.toml, sm.a.one, levels 2", level(2, "x" * 321)),
    (Code.TOO_LONG, "a.toml, sm.a.one, proof 2", one(proof=["a note", "p" * 41])),
    (Code.TOO_LONG, "a.toml, sm.a.two, na 1", two(na=["n" * 61])),
    (Code.TOO_LONG, "a.toml, sm.a.one, first_step", one(first_step="f" * 121)),
    (Code.TOO_LONG, "a.toml, sm.a.one", block(30)),
    (Code.LONG_BLOCK, "a.toml, sm.a.one", block(20)),
    (Code.UNEVEN_LEVELS, "a.toml, sm.a.one, levels", level(1, "We do it.")),
    (Code.TOO_MANY_SENTENCES, "a.toml, sm.a.one, levels 2", level(2, "One. Two. Three. Four.")),
    (Code.TOO_MANY_SENTENCES, "a.toml, sm.a.one, levels 3", level(3, "One. Two. Three. Four.")),
    (
        Code.TOO_MANY_SENTENCES,
        "a.toml, sm.a.one, levels 4",
        level(4, "One is true. Two is true. The third one has " + "very " * 12 + "many words."),
    ),
    (Code.LONG_SENTENCES, "a.toml, sm.a.one, why", one(why="we do " * 10)),
    (Code.HARD_TO_READ, "a.toml, sm.a.one, why", one(why=LONG_WORDS)),
    (Code.NEGATIVE, "a.toml, sm.a.one, levels 2", level(2, "We do not do it.")),
    (Code.NEGATIVE, "a.toml, sm.a.one, levels 4", level(4, "No one waits.")),
    (Code.BANNED_WORD, "a.toml, sm.a.one, levels 1", level(1, "We have no effective plan.")),
    (Code.BANNED_WORD, "a.toml, sm.a.one, levels 3", level(3, "Stakeholders meet.")),
    (Code.BANNED_WORD, "a.toml, sm.a.one, levels 4", level(4, "Notes, lists, etc. are kept.")),
    (Code.NO_SOURCE, "a.toml, sm.a.one, why", one(sources=[], why="In 2019 half of them failed.")),
    (Code.NO_SOURCE, "a.toml, sm.a.one, why", one(sources=[], why="In one health bond they did so.")),
    (Code.NO_CREDIT, "framework.toml, licence", main(licence="")),
    (Code.NO_CREDIT, "framework.toml, authors", main(authors=[])),
    (Code.NO_CREDIT, "framework.toml, about", main(about="")),
]


def broken(change: Callable[[Files], Any]) -> list[tuple[Code, str]]:
    files = small()
    change(files)
    return [(problem.code, problem.place) for problem in writing_problems(samples.load(files))]


NAMES = [f"{code} at {place}" for code, place, _ in EXAMPLES]


@pytest.mark.parametrize(("code", "place", "change"), EXAMPLES, ids=NAMES)
def test_each_rule_of_writing_has_a_text_that_breaks_it(
    code: Code, place: str, change: Callable[[Files], Any]
) -> None:
    assert (code, place) in broken(change)


@pytest.mark.parametrize(
    "change",
    [
        lambda files: None,
        level(2, "One is true. Two is true. So is three."),
        level(3, "One is true. Two is true. So is the third one, and that with " + "very " * 15 + "many."),
        level(1, "We have no written plan for it."),
        level(2, "A rule says who may not be turned away."),
        level(3, "It works with no ID and with no address."),
        level(4, "Notes of the north side are known."),
        one(why="In 2019 half of them failed."),
        one(sources=[], why="Pay may come late, so plan for it."),
    ],
)
def test_texts_that_keep_the_rules_raise_no_complaint(change: Callable[[Files], Any]) -> None:
    assert [code for code, _ in broken(change) if code is not Code.UNEVEN_LEVELS] == []


def test_warnings_alone_are_about_taste() -> None:
    files = small()
    block(20)(files)
    severities = {problem.severity for problem in writing_problems(samples.load(files))}

    assert Severity.WARNING in severities


def test_a_translation_may_be_longer_by_two_fifths() -> None:
    framework = samples.load(small())
    fits = replace(framework, translations={"de": {"sm.a.one.name": "n" * 56, "a.name": "Teil"}})
    too_long = replace(framework, translations={"de": {"sm.a.one.name": "n" * 57}})

    assert writing_problems(fits) == []
    assert [problem.place for problem in writing_problems(too_long)] == ["de.po, sm.a.one.name"]


def test_sentences_of_a_translation_are_counted_and_its_grade_is_not() -> None:
    framework = samples.load(small())
    long = replace(framework, translations={"fr": {"sm.a.one.why": "mot " * 19 + "."}})
    hard = replace(framework, translations={"de": {"sm.a.one.why": LONG_WORDS[:200] + "."}})

    assert [problem.code for problem in writing_problems(long)] == [Code.LONG_SENTENCES]
    assert writing_problems(hard) == []


def test_more_levels_may_take_more_room() -> None:
    text = "We do it each month for all who ask. A note shows it. We can show the note with its date today."
    element = samples.element("lg.a.one", 7) | {"levels": [text] * 7}
    framework = samples.load(samples.framework_files("lg", {"a": [element]}, levels=7))

    assert writing_problems(framework) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ('He said "yes." Then he left.', 2),
        ("It costs 2.5 in all", 1),
        ("एक है। दो है।", 2),
        ("一。二。", 2),
        ("هل هذا؟ نعم.", 2),
        ("", 0),
    ],
)
def test_sentences_are_told_apart_by_their_end_marks(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("money", 2),
        ("outcomes", 2),
        ("start-up", 2),
        ("organisation", 5),
        ("any", 2),
        ("12", 1),
        ("named", 1),
        ("agreed", 2),
        ("rules", 1),
        ("tables", 2),
        ("prices", 2),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_a_plain_text_has_a_lower_grade_than_an_official_one() -> None:
    assert reading_grade("We have a plan. It is on one page.") < 2
    assert reading_grade(LONG_WORDS) > 20
    assert reading_grade("") == 0
