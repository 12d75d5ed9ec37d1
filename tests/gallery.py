"""Summaries as people read them, for the README: a weak, a mixed and a strong provider, and a place seen by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.screens.draw import Screens
from bot.screens.sight import House
from flows.conversation import Conversation, Inputs, Part
from flows.events import ChatKey
from frameworks.load import shipped
from frameworks.values import Answer
from tests.flows.walks import BEGIN
from tests.frameworks.people import CASE_31_LEVELS
from tests.frameworks.samples import answer, answers
from tests.frameworks.worked import CASE_30_LEVELS
from tests.rig import languages

Levels = Mapping[str, Sequence[int | str]]

MIXED: Levels = {
    "lead": (3, 3, 2),
    "prog": (3, 3, 2, 1, 3),
    "meas": (3, 2, 3, 2),
    "perf": (3, 2, 3),
    "fin": (3, 2, 2, 1),
    "ops": (3, 2, 3),
    "part": (3, 2, 3, 1),
    "care": (3, "?", 3, 2),
}
STRONG: Levels = {
    "lead": (3, 4, 3),
    "prog": (4, 3, 3, 2, 3),
    "meas": (3, 3, 4, 3),
    "perf": (3, 3, 2),
    "fin": (4, 3, 3, 3),
    "ops": (3, 3, 3),
    "part": (4, 3, 3, 3),
    "care": (4, 3, 3, 3),
}
ALL_YES = (2, 2, 2, 2, 2, 2)
IN_DOUBT = (2, "?", "?", 2, 2, 2)

PROVIDERS: tuple[tuple[str, Levels, Inputs, Sequence[int | str]], ...] = (
    (
        "A provider at the beginning",
        CASE_30_LEVELS,
        Inputs("Hope Homes", "medium", "unsure", ("finance",)),
        IN_DOUBT,
    ),
    ("A provider half-way", MIXED, Inputs("Bright Start", "small", "bond", ("director",)), ALL_YES),
    (
        "A strong provider",
        STRONG,
        Inputs("River Clinics", "large", "direct", ("data_lead", "programme_manager")),
        ALL_YES,
    ),
)
IN_BUSIA = Inputs(
    "foundational learning in Busia", profile="both", roles=("line_ministry",), group="government"
)


def by_element(key: str, levels: Levels) -> dict[str, Answer]:
    """Levels in framework order as answers; each level that asks for proof has its first one."""
    framework = shipped()[key]
    given = {
        element.id: level
        for part in framework.dimensions
        for element, level in zip(part.elements, levels[part.id], strict=True)
    }
    return answers(given)


def summary_text(key: str, levels: Levels, inputs: Inputs, fit: Sequence[int | str] = ()) -> str:
    """The summary that this person would read."""
    frameworks = shipped()
    checked = zip(frameworks["fit-1.0"].elements, fit, strict=bool(fit))
    said = {element.id: answer(value) for element, value in checked}
    shelf = {"fit-1.0": Part("fit-1.0", inputs, said)} if fit else {}
    there = Conversation(
        ChatKey("telegram", 1, 1),
        "en",
        key,
        BEGIN,
        "summary",
        inputs=inputs,
        answers=by_element(key, levels),
        consent="1",
        wide=True,
        shelf=shelf,
    )
    return Screens(House(languages(pseudo=False), "Example programme", ""), frameworks).draw(there).text


def gallery() -> str:
    """All four, each behind a line to open it."""
    found = [(title, summary_text("sp-1.0", levels, inputs, fit)) for title, levels, inputs, fit in PROVIDERS]
    found.append(
        ("A place, seen by one person of the government", summary_text("ec-1.0", CASE_31_LEVELS, IN_BUSIA))
    )
    return "\n".join(
        f"<details>\n<summary>{title}</summary>\n\n```\n{text}\n```\n\n</details>" for title, text in found
    )
