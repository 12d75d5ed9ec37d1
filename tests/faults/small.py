"""Small frameworks for faults: two parts with a branch, one that is as large and as strange as may be loaded."""

from __future__ import annotations

from typing import Any

from frameworks.model import Framework
from tests.frameworks.samples import Files, element, framework_files, load

LINES = {
    **dict.fromkeys(("early", "building", "support", "talks", "talks_after"), "A line."),
    "none": "Too much is not known yet.",
}
NAMES = {"early": "Early", "building": "Building", "support": "With support", "talks": "Talks"}
HOUSE: dict[str, Any] = {
    "roles": [
        {"id": "lead", "label": "lead", "who": "leads"},
        {"id": "books", "label": "bookkeeper", "who": "keeps the books"},
    ],
    "profiles": [{"id": "direct", "label": "We would pay first"}, {"id": "bond", "label": "An investor"}],
    "sizes": [{"id": "tiny", "label": "Under 10"}, {"id": "more", "label": "10 or more"}],
    "stages": LINES,
    "stage_names": NAMES,
}
KEY = "fx-1.0"
Q1, Q2, Q3, Q4, Q5, Q6 = ("fx.gov.q1", "fx.gov.q2", "fx.gov.q3", "fx.fin.q4", "fx.fin.q5", "fx.fin.q6")


def fx_files(**more: Any) -> Files:
    """Governance (Q1, Q2, Q3) and Finance (Q4, Q5, Q6): Q3 may not apply, Q5 hangs on Q4 being 2 or more."""
    known: dict[str, Any] = {"why": "It shows how you decide.", "ask": ["lead"], "quick": True}
    gov = [
        element(Q1, **known),
        element(Q2, **known),
        element(Q3, na=["We have none", "It is planned"], **known),
    ]
    fin = [
        element(Q4, **known),
        element(Q5, asked_if={"element": Q4, "levels": [2, 3, 4]}, **known),
        element(Q6, **known),
    ]
    files = framework_files("fx", {"gov": gov, "fin": fin}, **HOUSE, **more)
    files["gov.toml"]["name"], files["fin.toml"]["name"] = "Governance", "Finance"
    return files


def fx() -> Framework:
    """The framework of most trials here."""
    return load(fx_files())


def without_q3() -> Framework:
    """The same, with Q3 not there at all."""
    files = fx_files()
    del files["gov.toml"]["elements"][2]
    return load(files)


def all_may_not_apply(na_max: int = 99) -> Framework:
    """The same, where everything may be said not to apply."""
    files = fx_files(na_max=na_max)
    for name in ("gov.toml", "fin.toml"):
        for one in files[name]["elements"]:
            one["na"] = ["We have none"]
    return load(files)


def proved() -> Framework:
    """The same, where each level from the third on asks what shows it."""
    files = fx_files()
    for name in ("gov.toml", "fin.toml"):
        for one in files[name]["elements"]:
            one["proof"] = ["a note", "a minute"]
    return load(files)


def long_text(sign: str, length: int) -> str:
    """A text of this length in this script, in words."""
    return (f"{sign * 7} " * length)[:length].strip()


def wide(signs: str = "ሰЖ🎯") -> Framework:
    """12 parts of 12 questions with 7 levels, in Amharic, Cyrillic and emoji, each text at its limit."""
    parts = {f"p{number}": [_strange(signs, number, place) for place in range(12)] for number in range(12)}
    names = [long_text(_one(signs, level), 40) for level in range(7)]
    house = {**HOUSE, "roles": [_role(signs, number) for number in range(12)]}
    about = long_text(_one(signs, 0), 400)
    files = framework_files("w", parts, **house, levels=7, level_names=names, about=about)
    for number in range(12):
        part = files[f"p{number}.toml"]
        part["name"], part["question"] = long_text(_one(signs, number), 40), long_text(_one(signs, 1), 80)
    return load(files)


def _one(signs: str, number: int) -> str:
    return signs[number % len(signs)]


def _role(signs: str, number: int) -> dict[str, str]:
    sign = _one(signs, number)
    return {"id": f"r{number}", "label": long_text(sign, 60), "who": long_text(sign, 60)}


def _strange(signs: str, part: int, place: int) -> dict[str, Any]:
    sign = _one(signs, part + place)
    return {
        "id": f"w.p{part}.e{place}",
        "name": long_text(sign, 40),
        "kind": "habit",
        "question": long_text(sign, 120),
        "why": long_text(sign, 200),
        "levels": [long_text(sign, 190) for _level in range(7)],
        "first_step": long_text(sign, 120),
        "proof": [long_text(sign, 40) for _option in range(7)],
        "na": [long_text(sign, 60) for _reason in range(3)],
        "ask": [f"r{number}" for number in range(12)],
        "quick": place == 0,
        "must": False,
        "before_you_sign": place == 1,
    }
