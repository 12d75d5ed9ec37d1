"""Actions in files: each rule of meaning and of writing has an example that breaks it, and one that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from frameworks.action_writing import long_window
from frameworks.load import examine
from frameworks.problems import Code
from frameworks.writing import writing_problems
from tests.frameworks import samples
from tests.frameworks.samples import Files, acting, render

Change = Callable[[Files], Any]

FIRST = "a.actions.toml, act.sm.a.one.1"
SECOND = "a.actions.toml, act.sm.a.two.1"


def one(**keys: Any) -> Change:
    """A change of keys in the first action; its element is a must and names a source."""
    return lambda files: files["a.actions.toml"]["actions"][0].update(keys)


def two(**keys: Any) -> Change:
    """A change of keys in the first action of the second element, which names no source."""
    return lambda files: files["a.actions.toml"]["actions"][3].update(keys)


def of_the_first(**keys: Any) -> Change:
    """A change of keys in all actions of the first element."""

    def change(files: Files) -> None:
        for action in files["a.actions.toml"]["actions"][:3]:
            action.update(keys)

    return change


def both(*changes: Change) -> Change:
    return lambda files: [change(files) for change in changes]


EXAMPLES: list[tuple[Code, str, Change]] = [
    (Code.ACTION_COUNT, "b.actions.toml, sm.b.three", lambda files: files.pop("b.actions.toml")),
    (Code.ACTION_COUNT, "a.actions.toml, sm.a.one", one(**{"from": 2})),
    (Code.ACTION_VALUE, f"{FIRST}, days", one(days=3)),
    (Code.ACTION_VALUE, f"{FIRST}, sentence", one(sentence=2)),
    (Code.NO_SHORT_ACTION, "a.actions.toml, sm.a.one", of_the_first(days=5)),
    (Code.NEEDS_EACH_OTHER, "a.actions.toml, sm.a.one, needs", one(needs=["sm.a.one"])),
    (
        Code.NEEDS_EACH_OTHER,
        "a.actions.toml, sm.a.two, needs",
        both(one(needs=["sm.a.two"]), two(needs=["sm.a.one"])),
    ),
    (Code.UNKNOWN_REFERENCE, f"{FIRST}, show", one(show="a nota")),
    (Code.UNKNOWN_REFERENCE, f"{FIRST}, needs", one(needs=["sm.a.oen"])),
    (Code.UNKNOWN_REFERENCE, f"{FIRST}, taken_by", one(taken_by="leda")),
    (Code.UNKNOWN_REFERENCE, f"{FIRST}, profiles", one(profiles=["bnd"])),
    (Code.UNKNOWN_REFERENCE, f"{FIRST}, sizes", one(sizes=["tiyn"])),
    (Code.UNKNOWN_REFERENCE, f"{FIRST}, counterpart_by", one(counterpart="Help.", counterpart_by="x")),
    (Code.UNKNOWN_REFERENCE, "actions, sm.a.oen, element", one(element="sm.a.oen")),
    (Code.EMPTY_TEXT, f"{FIRST}, done_when", one(done_when="")),
    (Code.UNKNOWN_KEY, "a.actions.toml, actions 1, don_when", one(don_when="It is.")),
    (Code.BAD_VALUE, "a.actions.toml, actions 1, act", one(act="hope")),
]

WRITING_EXAMPLES: list[tuple[Code, str, Change]] = [
    (Code.LONG_WINDOW, f"{FIRST}, done_when", one(done_when="notes were kept for 6 months.")),
    (Code.NO_QUESTION, f"{FIRST}, message", one(message="Please read this page.")),
    (Code.TELLS_RESULT, f"{FIRST}, message", one(message="We are at level 3. Could you help?")),
    (Code.TELLS_RESULT, f"{FIRST}, message", one(message="Our stage is Early. Could you help?")),
    (Code.TELLS_RESULT, f"{FIRST}, message", one(message="Could you lift our score?")),
    (Code.FIRST_LETTER, f"{FIRST}, text", one(text="write it down.")),
    (Code.FIRST_LETTER, f"{FIRST}, first_step", one(first_step="take one page.")),
    (Code.FIRST_LETTER, f"{FIRST}, done_when", one(done_when="One page is written.")),
    (Code.FIRST_LETTER, f"{FIRST}, not_if", one(not_if="It is written down.")),
    (Code.NO_SOURCE, f"{SECOND}, text", two(text="Ask for 15% more.")),
    (Code.NO_SOURCE, f"{SECOND}, done_when", two(done_when="the sum of 2019 is known.")),
    (Code.BANNED_WORD, f"{FIRST}, text", one(text="Write a robust plan.")),
    (Code.BANNED_WORD, f"{FIRST}, under_10", one(under_10="Ask a stakeholder.")),
    (Code.LONG_SENTENCES, f"{FIRST}, text", one(text="we do " * 10)),
    *(
        (Code.TOO_LONG, f"{FIRST}, {field}", one(**{field: "x" * (limit + 1)}))
        for field, limit in {
            "text": 240,
            "first_step": 120,
            "done_when": 160,
            "message": 300,
            "also_helps": 100,
            "not_if": 100,
            "waits_for": 60,
            "under_10": 240,
        }.items()
    ),
    (Code.TOO_LONG, f"{FIRST}, counterpart", one(counterpart="x" * 161, counterpart_by="lead")),
    (
        Code.TOO_LONG,
        "a.toml, sm.a.one, find_out",
        lambda files: files["a.toml"]["elements"][0].update(find_out="x" * 121),
    ),
]


def names(examples: list[tuple[Code, str, Change]]) -> list[str]:
    return [f"{code} at {place}" for code, place, _ in examples]


@pytest.mark.parametrize(("code", "place", "change"), EXAMPLES, ids=names(EXAMPLES))
def test_each_fault_of_an_action_is_told_with_its_place(code: Code, place: str, change: Change) -> None:
    files = acting()
    change(files)
    loaded = examine(render(files))

    assert (code, place) in [(problem.code, problem.place) for problem in loaded.problems]
    assert loaded.framework is None


@pytest.mark.parametrize(("code", "place", "change"), WRITING_EXAMPLES, ids=names(WRITING_EXAMPLES))
def test_each_rule_of_writing_actions_has_a_text_that_breaks_it(
    code: Code, place: str, change: Change
) -> None:
    files = acting()
    change(files)
    problems = writing_problems(samples.load(files))

    assert (code, place) in [(problem.code, problem.place) for problem in problems]


@pytest.mark.parametrize(
    "change",
    [
        one(),
        one(needs=["sm.a.two"]),
        one(days=20),
        one(text="[Name] writes it down.", done_when="3 pages are written."),
        one(message="Does our level of government sign, and which level is that: county or city?"),
        one(text="Ask for 15% more.", done_when="the sum of 2019 is known."),
        one(waits_for="Bank", counterpart="Help.", counterpart_by="all"),
    ],
)
def test_actions_that_keep_the_rules_raise_no_complaint(change: Change) -> None:
    files = acting()
    change(files)

    assert writing_problems(samples.load(files)) == []


@pytest.mark.parametrize(
    "text",
    [
        "the bank was matched for 6 months.",
        "in the last 6 months, each note has a date.",
        "after 6 months, the numbers are read again.",
        "the count went on over the last year.",
        "meetings were held in each of six months.",
        "notes exist for half a year.",
        "6 months of counts were read.",
        "4 quarterly checks are in the log.",
        "staff met within 14 weeks.",
    ],
)
def test_what_takes_longer_than_three_months_is_a_long_window(text: str) -> None:
    assert long_window(text)


@pytest.mark.parametrize(
    "text",
    [
        "the forecast covers 12 months.",
        "someone outside has seen the accounts of the last 2 years.",
        "each row has a number from the last 3 years.",
        "a 12-month plan is signed.",
        "the page is signed within 90 days.",
        "3 months of counts were read.",
        "3 monthly checks are in the log.",
        "meetings were held in the last quarter.",
        "the sheet holds for three quarters of the people.",
        "one yearly budget is agreed.",
    ],
)
def test_what_a_paper_covers_is_no_window(text: str) -> None:
    assert long_window(text) is None


def test_a_dimension_may_be_called_act() -> None:
    files = samples.framework_files("sm", {"act": [samples.element("sm.act.one")]})
    files["act.toml"]["name"] = "n" * 41

    assert [problem.place for problem in writing_problems(samples.load(files))] == ["act.toml, name"]
