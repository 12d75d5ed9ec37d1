"""What a person means on the pages for many answers at once: each line they read, and each proof they tap."""

from __future__ import annotations

import re
from typing import Any

from frameworks.model import Framework
from tests.rig import languages
from tests.telegram_world import Button, Screen

SAVE, PROVE = "(7", "(h"
AT_ONCE = {SAVE, PROVE}
Told = tuple[tuple[str, str], ...]
_WORDS = {
    "dont_know": ("button.dont_know", "button.unsure"),
    "not_applicable": ("said.not_applicable",),
    "not_my_area": ("said.not_my_area",),
}


def lines_on(screen: Screen, framework: Framework) -> list[tuple[int, str, str]]:
    """The numbered lines of a screen: the number, the element by its name, and what is said of it.

    Nothing is said of an element whose answer needs only a reason.
    """
    found = []
    for element in framework.elements:
        line = re.search(rf"^(\d+)\. {re.escape(element.name)}(?:\s?: (.*))?$", screen.text, re.MULTILINE)
        if line:
            found.append((int(line[1]), element.id, line[2] or ""))
    return found


def echoed_on(screen: Screen, framework: Framework) -> Told:
    """What this echo says would be saved, by element: a level as its digit, else the kind of answer."""
    told = ((element, _said(words)) for _number, element, words in lines_on(screen, framework))
    return tuple((element, said) for element, said in told if said)


def _said(words: str) -> str:
    if words[:1].isdigit():
        return words[0]
    for said, keys in _WORDS.items():
        spoken = [each.say(key) for each in languages(pseudo=True).values() for key in keys]
        if any(words.startswith(text) for text in spoken):
            return said
    return ""


def proof_on(screen: Screen, button: Button, framework: Framework) -> tuple[str | None, int, int]:
    """The element whose proof this button names, its place among the options, and how many there are."""
    number = int(re.sub(r"\D", "", button.label))
    alike = [each.label for row in screen.buttons for each in row if each.label.startswith(str(number))]
    element = next((each for place, each, _said in lines_on(screen, framework) if place == number), None)
    return element, alike.index(button.label), len(alike)


def fits_at_once(told: Told, element: str, after: dict[str, Any]) -> bool:
    """True where a stored answer is what the echo said of this element."""
    wanted = dict(told).get(element, "")
    if wanted.isdigit():
        return bool(after["said"] == "level" and after["level"] == int(wanted))
    return bool(after["said"] == wanted)
