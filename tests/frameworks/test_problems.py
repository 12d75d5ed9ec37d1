"""Faults in framework files: each code has an example, all are told at once, near misses are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from frameworks.load import Loaded, examine, load_text
from frameworks.problems import Code, FrameworkFault
from tests.frameworks.samples import Files, render, small
from tests.frameworks.test_action_files import EXAMPLES as ACTION_EXAMPLES
from tests.frameworks.test_action_files import WRITING_EXAMPLES as ACTION_WRITING_EXAMPLES
from tests.frameworks.test_owners import EXAMPLES as OWNER_EXAMPLES
from tests.frameworks.test_writing import EXAMPLES as WRITING_EXAMPLES

Change = Callable[[Files], Any]


def main(**keys: Any) -> Change:
    """A change of keys in the main file."""
    return lambda files: files["framework.toml"].update(keys)


def one(**keys: Any) -> Change:
    """A change of keys in the first element, a must."""
    return lambda files: files["a.toml"]["elements"][0].update(keys)


def two(**keys: Any) -> Change:
    """A change of keys in the second element, asked on a condition."""
    return lambda files: files["a.toml"]["elements"][1].update(keys)


def three(**keys: Any) -> Change:
    """A change of keys in the only element of dimension b."""
    return lambda files: files["b.toml"]["elements"][0].update(keys)


def only_for_bonds(files: Files) -> None:
    """No element is asked of somebody who is paid directly."""
    one(must=False, asked_if={"profiles": ["bond"]})(files)
    three(asked_if={"profiles": ["bond"]})(files)
    files["framework.toml"]["states"].update(musts=0)


def drop(file: str, key: str) -> Change:
    return lambda files: files[file].pop(key)


def after(change: Change) -> Loaded:
    files = small()
    change(files)
    return examine(render(files))


def told(loaded: Loaded) -> list[tuple[Code, str]]:
    return [(problem.code, problem.place) for problem in loaded.problems]


EXAMPLES: list[tuple[Code, str, Change]] = [
    (Code.MISSING_FILE, "framework.toml", lambda files: files.pop("framework.toml")),
    (Code.MISSING_FILE, "b.toml", lambda files: files.pop("b.toml")),
    (Code.STRAY_FILE, "c.toml", lambda files: files.update({"c.toml": files["b.toml"]})),
    (Code.UNKNOWN_KEY, "framework.toml, autors", main(autors=["Someone"])),
    (Code.UNKNOWN_KEY, "framework.toml, states, must", main(states={"must": 1})),
    (Code.UNKNOWN_KEY, "framework.toml, roles lead, name", main(roles=[{"id": "lead", "name": "x"}])),
    (Code.UNKNOWN_KEY, "a.toml, sm.a.one, frist_step", one(frist_step="Ask.")),
    (Code.UNKNOWN_KEY, "a.toml, sm.a.two, asked_if, level", two(asked_if={"level": [1]})),
    (Code.MISSING_KEY, "framework.toml, levels", drop("framework.toml", "levels")),
    (Code.MISSING_KEY, "a.toml, elements 1, id", lambda files: files["a.toml"]["elements"][0].pop("id")),
    (Code.BAD_VALUE, "framework.toml, levels", main(levels=8)),
    (Code.BAD_VALUE, "framework.toml, unit", main(unit="planet")),
    (Code.BAD_VALUE, "framework.toml, dimensions", main(dimensions=[])),
    (Code.BAD_VALUE, "a.toml, sm.a.one, must", one(must="yes")),
    (Code.BAD_VALUE, "a.toml, sm.a.one, levels 2", one(levels=["One.", 2, "Three.", "Four."])),
    (Code.BAD_VALUE, "b.toml, sm.b.three, kind", three(kind="mood")),
    (Code.EMPTY_TEXT, "a.toml, sm.a.one, levels 3", one(levels=["One.", "Two.", " ", "Four."])),
    (Code.EMPTY_TEXT, "a.toml, sm.a.one, proof 1", one(proof=[""])),
    (Code.BAD_ID, "framework.toml, version", main(version="one")),
    (Code.BAD_ID, "framework.toml, profiles", main(profiles=[{"id": "Bond", "label": "Bond"}])),
    (Code.BAD_ID, "b.toml, sm.a.three, id", three(id="sm.a.three")),
    (Code.BAD_ID, "b.toml, sm.b.drei-ä, id", three(id="sm.b.drei-ä")),
    (Code.BAD_ID, "b.toml, sm.b.far_too_long_name, id", three(id="sm.b.far_too_long_name")),
    (Code.DUPLICATE_ID, "all dimension files, elements", two(id="sm.a.one")),
    (Code.DUPLICATE_ID, "framework.toml, dimensions", main(dimensions=["a", "b", "b"])),
    (
        Code.DUPLICATE_ID,
        "all dimension files, sources",
        lambda files: files["b.toml"].update(sources=[{"id": "book", "title": "B", "publisher": "P"}]),
    ),
    (Code.WRONG_PLACE, "b.toml, id", lambda files: files["b.toml"].update(id="a")),
    (Code.LEVEL_COUNT, "framework.toml, level_names", main(level_names=["No", "Yes"])),
    (Code.LEVEL_COUNT, "a.toml, sm.a.one, levels", one(levels=["One.", "Two.", "Three."])),
    (Code.LEVEL_RANGE, "framework.toml, in_place", main(in_place=5)),
    (Code.LEVEL_RANGE, "framework.toml, started", main(started=4)),
    (Code.LEVEL_RANGE, "b.toml, sm.b.three, pass, bond", three(**{"pass": {"bond": 1}})),
    (
        Code.LEVEL_RANGE,
        "a.toml, sm.a.two, asked_if, levels",
        two(asked_if={"element": "sm.a.one", "levels": [0]}),
    ),
    (Code.EMPTY_DIMENSION, "b.toml, elements", lambda files: files["b.toml"].update(elements=[])),
    (Code.NO_QUICK_ELEMENT, "b.toml, elements", three(quick=False)),
    (Code.MUST_MAY_NOT_APPLY, "a.toml, sm.a.one, na", one(na=["we have none"])),
    (Code.MUST_ON_CONDITION, "a.toml, sm.a.one, asked_if", one(asked_if={"profiles": ["bond"]})),
    (Code.UNKNOWN_REFERENCE, "a.toml, sm.a.one, ask", one(ask=["leda"])),
    (Code.UNKNOWN_REFERENCE, "b.toml, sm.b.three, pass", three(**{"pass": {"bnd": 2}})),
    (Code.UNKNOWN_REFERENCE, "a.toml, sm.a.one, sources", one(sources=["bok"])),
    (Code.UNKNOWN_REFERENCE, "a.toml, sm.a.two, asked_if", two(asked_if={"profiles": ["bnd"]})),
    (
        Code.UNKNOWN_REFERENCE,
        "a.toml, sm.a.two, asked_if",
        two(asked_if={"element": "sm.a.oen", "levels": [1]}),
    ),
    (
        Code.LATER_ELEMENT,
        "a.toml, sm.a.two, asked_if",
        two(asked_if={"element": "sm.b.three", "levels": [1]}),
    ),
    (
        Code.LATER_ELEMENT,
        "a.toml, sm.a.two, asked_if",
        two(asked_if={"element": "sm.a.two", "levels": [1]}),
    ),
    (Code.UNCLEAR_CONDITION, "a.toml, sm.a.two, asked_if", two(asked_if={})),
    (Code.UNCLEAR_CONDITION, "a.toml, sm.a.two, asked_if", two(asked_if={"element": "sm.a.one"})),
    (
        Code.UNCLEAR_CONDITION,
        "a.toml, sm.a.two, asked_if",
        two(asked_if={"profiles": ["bond"], "element": "sm.a.one", "levels": [1]}),
    ),
    (Code.NOTHING_ASKED, "framework.toml, profiles", only_for_bonds),
    (Code.WRONG_COUNT, "framework.toml, states, quick", main(states={"quick": 3})),
    (Code.STAGE_TEXTS, "framework.toml, stages", main(stages={"early": "A line."})),
    (Code.STAGE_TEXTS, "framework.toml, stage_names", main(stage_names={"erly": "Early"}, result="counts")),
    (Code.NO_PERMISSION, "framework.toml, permission", main(status="official-with-permission")),
]

NAMES = [f"{code} at {place}" for code, place, _ in EXAMPLES]


@pytest.mark.parametrize(("code", "place", "change"), EXAMPLES, ids=NAMES)
def test_each_fault_is_told_with_its_place_and_a_remedy(code: Code, place: str, change: Change) -> None:
    loaded = after(change)

    assert (code, place) in told(loaded)
    assert loaded.framework is None
    assert all(problem.message and problem.remedy for problem in loaded.problems)


@pytest.mark.parametrize(("name", "code"), [("b.toml", Code.BAD_TOML), ("de.po", Code.BAD_PO)])
@pytest.mark.parametrize("content", ["id = ", 'msgid "no end', b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_told_by_name(name: str, code: Code, content: str | bytes) -> None:
    loaded = examine({**render(small()), name: content})

    assert told(loaded) == [(code, name)]
    assert loaded.framework is None


def test_every_code_has_an_example() -> None:
    lists = (EXAMPLES, ACTION_EXAMPLES, OWNER_EXAMPLES, WRITING_EXAMPLES, ACTION_WRITING_EXAMPLES)
    shown = {code for examples in lists for code, _, _ in examples}
    po = {Code.BAD_TOML, Code.BAD_PO, Code.PO_CHANGED_SOURCE, Code.PO_UNKNOWN_TEXT}

    assert shown | po == set(Code)


def test_all_problems_of_all_files_are_told_at_once() -> None:
    files = small()
    files["framework.toml"]["autors"] = []
    files["a.toml"]["elements"][0]["must"] = 1
    texts = {**render(files), "b.toml": "id = ", "c.toml": ""}

    with pytest.raises(FrameworkFault) as fault:
        load_text(texts)

    assert {problem.code for problem in fault.value.problems} == {
        Code.UNKNOWN_KEY,
        Code.BAD_VALUE,
        Code.BAD_TOML,
        Code.STRAY_FILE,
    }
    assert "framework.toml, autors: There is no key 'autors' here." in str(fault.value)


def test_one_broken_file_does_not_hide_faults_of_meaning_nor_invent_any() -> None:
    files = small()
    files["b.toml"]["elements"][0]["na"] = ["we have none"]
    files["b.toml"]["elements"][0]["must"] = True

    loaded = examine({**render(files), "a.toml": "id = "})

    assert told(loaded) == [(Code.BAD_TOML, "a.toml"), (Code.MUST_MAY_NOT_APPLY, "b.toml, sm.b.three, na")]


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (main(autors=["Someone"]), "Did you mean 'authors'?"),
        (one(frist_step="Ask."), "Did you mean 'first_step'?"),
        (two(asked_if={"levls": [1]}), "Did you mean 'levels'?"),
        (three(pas={"bond": 2}), "Did you mean 'pass'?"),
        (one(ask=["leda"]), "Did you mean 'lead'?"),
        (one(xyz=1), "Known here: adviser, ask"),
        (main(states={"qick": 1}), "Did you mean 'quick'?"),
        (main(stage_names={"erly": "Early"}), "Did you mean 'early'?"),
    ],
)
def test_a_near_miss_names_the_word_that_was_meant(change: Change, hint: str) -> None:
    assert any(hint in problem.remedy for problem in after(change).problems)
