"""What the simulator plays with: a small framework that uses every kind of screen, and what people type."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from frameworks.load import shipped
from frameworks.model import Framework
from tests.frameworks.samples import actions_for, element, framework_files, load

SMALL = "sim-1.0"
REAL = "sp-1.0"
SECOND, FIT = "ip-1.0", "fit-1.0"

COMMANDS = (
    *("/start", "/start", "/pause", "/resume", "/back", "/answers", "/result", "/language", "/help"),
    *("/agenda", "/privacy", "/hide", "/about", "/mydata", "/cancel", "/nonsense", "/start deep-link"),
)
# Digits of other scripts, as phones in our countries write them: Arabic, Persian, Devanagari, Bengali, full width.
DIGITS = ("1234", "١٢٣٤", "۱۲۳۴", "१२३४", "১২৩৪", "１２３４")
WORDS = ("don't know", "back", "pause", "next", "more", "help", "why", "menu", "answers", "result")
# Every one has a word that nothing else has, so that a log that holds it gives itself away.
REMARKS = (
    "we did that in Quixotania last year",
    "quixotish",
    "who at Quixotania would know that?",
    "3 people at Quixotania, I think",
    "9",
    "۰",
    "🙂",
)
NAMES = ("Quixotania Relief", "3", "Quixotish Water & Co", "help", "  ", "Quixotic " * 20)
MARK = "quixot"


@cache
def small_framework() -> Framework:
    """Five elements in three parts: a must, proofs, reasons, roles, a branch and a short list."""
    on_three = {"element": "sim.b.three", "levels": [3, 4]}
    roles = [
        {"id": "lead", "label": "lead", "who": "leads"},
        {"id": "money", "label": "finance officer", "who": "does finance"},
    ]
    one = element("sim.a.one", must=True, quick=True, ask=["lead", "money"], proof=["a note", "a list"])
    two = element("sim.a.two", ask=["money"], na=["we have none", "it is new"], proof=["a file"])
    three = element("sim.b.three", quick=True, before_you_sign=True, ask=["lead"]) | {"pass": {"bond": 2}}
    four = element("sim.b.four", asked_if=on_three, na=["we have none"], ask=["money"], proof=["a plan"])
    five = element("sim.c.five", quick=True, ask=["lead"], proof=["a photo"])
    stages = ("early", "building", "support", "talks")
    parts = {"a": [one, two], "b": [three, four], "c": [five]}
    agenda = {f"{name}.actions.toml": actions_for(elements) for name, elements in parts.items()}
    return load(
        agenda
        | framework_files(
            "sim",
            parts,
            states={"musts": 1, "quick": 3, "before_you_sign": 1},
            roles=roles,
            profiles=[{"id": "direct", "label": "Direct"}, {"id": "bond", "label": "Bond"}],
            sizes=[{"id": "tiny", "label": "Under 10"}, {"id": "big", "label": "10 or more"}],
            stages=dict.fromkeys((*stages, "talks_after", "none"), "A line."),
            stage_names=dict.fromkeys(stages, "A name"),
        )
    )


@cache
def played(key: str) -> dict[str, Framework]:
    """What is on offer in a storm: the small framework or the shipped one, a second check, and the fit check."""
    first = small_framework() if key == SMALL else shipped()[key]
    return {key: first, SECOND: shipped()[SECOND], FIT: shipped()[FIT]}


@cache
def everything_asked(key: str) -> Framework:
    """All questions of a storm as one framework: what a screen may be about."""
    first, *others = played(key).values()
    return replace(first, dimensions=sum((other.dimensions for other in others), first.dimensions))
