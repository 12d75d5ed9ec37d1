"""Small frameworks and answers for the tests, written as the tables that become TOML files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from frameworks.load import load_text, shipped
from frameworks.model import Framework
from frameworks.values import Answer, Said, Shown

Files = dict[str, dict[str, Any]]

DONT_KNOW = "?"
NOT_APPLICABLE = "x"

SP = shipped()["sp-1.0"]


def element(element_id: str, levels: int = 4, **keys: Any) -> dict[str, Any]:
    """An element with texts for every level and whatever else is given."""
    texts = [f"This is true at level {number}." for number in range(1, levels + 1)]
    return {
        "id": element_id,
        "name": f"Name of {element_id}",
        "kind": "habit",
        "question": f"How is it with {element_id}?",
        "levels": texts,
        **keys,
    }


def framework_files(fid: str, dimensions: Mapping[str, list[dict[str, Any]]], **keys: Any) -> Files:
    """The files of a framework with these elements in its dimensions; further keys go to the main file."""
    levels = keys.get("levels", 4)
    main = {
        "id": fid,
        "version": "1.0",
        "date": date(2026, 11, 25),
        "name": "A small framework",
        "levels": levels,
        "in_place": min(3, levels),
        "started": 2,
        "level_names": [f"Level {number}" for number in range(1, levels + 1)],
        "dimensions": list(dimensions),
        "status": "own-wording",
        "licence": "CC BY 4.0",
        "attribution": "The authors",
        "authors": ["Someone"],
        "source": "Own wording.",
        "about": "For tests.",
        **keys,
    }
    parts = {
        f"{name}.toml": {"id": name, "name": f"Part {name}", "question": "How?", "elements": elements}
        for name, elements in dimensions.items()
    }
    return {"framework.toml": main, **parts}


def actions_for(elements: list[dict[str, Any]], taken_by: str = "lead") -> dict[str, Any]:
    """The action file of these elements: one short record from each level under the top."""
    return {
        "actions": [
            {
                "element": each["id"],
                "from": level,
                "act": "do",
                "text": f"Do what lifts {each['id']} from {level}.",
                "first_step": "Write one line.",
                "done_when": "the line is there.",
                "sentence": 1,
                "days": 0.5,
                "cost": "none",
                "taken_by": taken_by,
                "message": "Can you write one line?",
                "show": each.get("proof", ["nothing"])[0],
                "also_helps": "It also helps with other work.",
                "not_if": "the line is there already.",
            }
            for each in elements
            for level in range(1, len(each["levels"]))
        ]
    }


def small() -> Files:
    """A sound framework of two dimensions and three elements that uses most keys."""
    condition = {"element": "sm.a.one", "levels": [3, 4]}
    one = element("sm.a.one", must=True, quick=True, ask=["lead"], proof=["a note"], sources=["book"])
    two = element("sm.a.two", asked_if=condition, na=["we have none"])
    three = element("sm.b.three", quick=True, before_you_sign=True) | {"pass": {"bond": 2}}
    files = framework_files(
        "sm",
        {"a": [one, two], "b": [three]},
        states={"musts": 1, "quick": 2, "before_you_sign": 1},
        roles=[{"id": "lead", "label": "lead", "who": "leads"}],
        profiles=[{"id": "direct", "label": "Direct"}, {"id": "bond", "label": "Bond"}],
        sizes=[{"id": "tiny", "label": "Under 10"}],
        stages=dict.fromkeys(("early", "building", "support", "talks", "talks_after", "none"), "A line."),
        stage_names=dict.fromkeys(("early", "building", "support", "talks"), "A name"),
    )
    files["a.toml"]["sources"] = [{"id": "book", "title": "A book", "publisher": "A house", "year": 2020}]
    return files


def acting() -> Files:
    """The small framework with an action from each level of each element."""
    files = small()
    for part in ("a", "b"):
        files[f"{part}.actions.toml"] = actions_for(files[f"{part}.toml"]["elements"])
    return files


def placed() -> Files:
    """The small framework about a place, where one of two groups decides."""
    files = small()
    files["framework.toml"] |= {
        "unit": "place",
        "groups": [{"id": "state", "label": "State"}, {"id": "donor", "label": "Donor"}],
        "owners": {"payer": {"direct": ["state"], "bond": ["state", "donor"]}},
        "roles": [{"id": "lead", "label": "lead", "who": "leads", "group": "state"}],
    }
    files["a.toml"]["elements"][0]["owner"] = ["payer"]
    files["a.toml"]["elements"][1]["owner"] = ["any"]
    return files


def branches() -> Framework:
    """The framework with branches: a: one (a must), two and three on conditions; b: four by profile, five."""
    on_one = {"element": "br.a.one", "levels": [3, 4]}
    on_two = {"element": "br.a.two", "levels": [2, 3, 4]}
    one = element("br.a.one", must=True)
    two = element("br.a.two", asked_if=on_one, na=["we have none"])
    three = element("br.a.three", asked_if=on_two)
    four = element("br.b.four", asked_if={"profiles": ["bond"]})
    profiles = [{"id": "direct", "label": "Direct"}, {"id": "bond", "label": "Bond"}]
    dimensions = {"a": [one, two, three], "b": [four, element("br.b.five")]}
    return load(framework_files("br", dimensions, profiles=profiles))


def render(files: Files) -> dict[str, str]:
    """The files as TOML text."""
    return {name: toml(table) for name, table in files.items()}


def load(files: Files) -> Framework:
    """The framework in these tables."""
    return load_text(render(files))


def toml(table: Mapping[str, Any], path: str = "") -> str:
    """A table as TOML: plain keys first, then the tables inside it."""
    plain = {key: value for key, value in table.items() if not _nested(value)}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key, value in table.items():
        if isinstance(value, dict):
            lines.append(f"[{path}{key}]\n{toml(value, f'{path}{key}.')}")
        elif _nested(value):
            lines += [f"[[{path}{key}]]\n{toml(row, f'{path}{key}.')}" for row in value]
    return "\n".join(lines)


def answer(value: int | str) -> Answer:
    """A level with its first proof, don't know, or the first reason why it does not apply."""
    if value == DONT_KNOW:
        return Answer(Said.DONT_KNOW)
    if value == NOT_APPLICABLE:
        return Answer(Said.NOT_APPLICABLE, option=1)
    level = int(value)
    return Answer(Said.LEVEL, level, Shown.OPTION, 1) if level >= 3 else Answer(Said.LEVEL, level)


def answers(values: Mapping[str, int | str]) -> dict[str, Answer]:
    """Answers by element id. An element that is not named is not reached."""
    return {element_id: answer(value) for element_id, value in values.items()}


def all_sp(level: int, changes: Mapping[str, int | str] | None = None) -> dict[str, Answer]:
    """Every element of `sp` at one level, but for the changes; ids without the prefix."""
    values: dict[str, int | str] = {one.id: level for one in SP.elements}
    return answers(values | {f"sp.{name}": value for name, value in (changes or {}).items()})


def _nested(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
    )


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
