"""What a person means by a tap or a typed text, read from the screen in front of them and from nothing else.

This is a small model of its own on purpose: it knows the labels' order and the question on the screen, and not
how the bot reads button data, so that the two can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frameworks.model import Framework
from tests.simulator.at_once import PROVE, SAVE, Told, echoed_on, fits_at_once, proof_on
from tests.telegram_world import Button, Screen

AT_ELEMENT = "ldnewpko+"
"""First signs of the button data that belong to an open element, the same ones for ever."""
ANY = "*"
"""Whichever element is open: what a text means on a side page whose question was not seen before."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of act (how the data of its button begins), for which element, which of how many.

    `told` is what the screen said would be saved, where one button saves many answers.
    """

    kind: str
    element: str | None = None
    rank: int = 0
    of: int = 1
    told: Told = ()


def element_on(text: str, framework: Framework) -> str | None:
    """The element a screen is about: its question, or its name in the last paragraph.

    Who answers for several organisations reads first which one the screen is for.
    """
    for element in framework.elements:
        if element.question in text:
            return element.id
    begun = text.split("\n\n")[-1].split("\n")[:2]
    found = [each.id for line in begun for each in framework.elements if line.startswith(each.name)]
    return found[0] if found else None


def meaning_of(screen: Screen, button: Button, framework: Framework) -> Meaning:
    """What somebody means who looks at this screen and taps this button."""
    kind = kind_of(button)
    if kind == SAVE:
        return Meaning(kind, ANY, told=echoed_on(screen, framework))
    if kind == PROVE:
        return Meaning(kind, *proof_on(screen, button, framework))
    alike = [each for row in screen.buttons for each in row if kind_of(each) == kind]
    element = element_on(screen.text, framework) if kind in AT_ELEMENT else None
    return Meaning(kind, element, alike.index(button), len(alike))


def kind_of(button: Button) -> str:
    """How the data of a button begins: those of teams have a bracket before their letter."""
    data = button.data or "?"
    return data[:2] if data.startswith("(") else data[0]


def fits(
    meaning: Meaning, after: dict[str, Any] | None, framework: Framework, element: str | None = None
) -> bool:
    """True where a stored answer is what was meant; `element` is its element, where one act writes several."""
    if meaning.kind == "Y" or after is None:
        return meaning.kind == "Y" and after is None
    if meaning.kind == SAVE:
        return fits_at_once(meaning.told, element or "", after)
    number = meaning.rank + 1
    if meaning.kind == "l":
        return bool(after["said"] == "level" and after["level"] == number)
    if meaning.kind == "d":
        return bool(after["said"] == "dont_know")
    if meaning.kind == "e":
        return bool(after["said"] == "not_applicable" and after["option"] == number)
    if meaning.kind == "w":
        return bool(after["said"] == "dont_know" and _who_fits(meaning, after["who"], framework))
    if meaning.kind == PROVE and after["said"] == "not_applicable":
        # The same letters stand there for why it does not apply, and none of them for nothing.
        return bool(after["option"] == number)
    if meaning.kind in {"p", PROVE}:
        wanted = ("nothing", None) if number == meaning.of else ("option", number)
        return (after["shown"], after["option"]) == wanted
    if meaning.kind == "+":
        return bool(after["said"] == "level" and after["level"] > 1)
    if meaning.kind == "k":
        return bool(after["kept"])
    if meaning.kind == "o":
        return bool(after["kept"] and after["level"] == framework.in_place - 1)
    return False


def _who_fits(meaning: Meaning, who: str | None, framework: Framework) -> bool:
    if meaning.rank == meaning.of - 1:
        return who == "nobody"
    if meaning.rank == meaning.of - 2:
        return who == "other"
    return who is not None and who == framework.element_by_id[meaning.element or ""].ask[meaning.rank]
