"""From any place into cohorts, and new rounds, with checks of every kind: not begun, begun, answered to the end."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from flows.conversation import Inputs, Part
from flows.events import Handled
from flows.pages import Invitation
from flows.shelf import as_part
from frameworks.model import Framework
from frameworks.values import Answer, Said
from tests.flows.kinds import WAY, placed, shortened, tiny, with_groups
from tests.flows.walks import LINK, Walk

CROSS = 99
"""The number by which storage knows the check that is joined."""


def join_everything(walk: Walk) -> None:
    """From this place into cohorts, and new rounds, with checks of every way in: not begun, begun, done."""
    there = walk.conversation
    organisation = Inputs("Cross", scope="full")
    for target in to_join():
        one = target.elements[0].id
        whole = {element.id: Answer(Said.DONT_KNOW) for element in target.elements}
        for answers in ({}, {one: whole[one]}, whole):
            inputs = organisation if answers or target.unit != "place" else Inputs()
            part = Part(target.key, inputs, answers, CROSS, as_part(there).organisation)
            facts = replace(
                walk.facts,
                frameworks={**walk.facts.frameworks, there.framework: walk.here, target.key: target},
                invitation=Invitation(LINK, "open", "North", target.key),
            )
            for button in (Handled("=", LINK), Handled("(O", CROSS)):
                walk.conversation = replace(there, shelf={**there.shelf, target.key: part})
                walk.take(button, facts=facts)
            walk.conversation = there
            walk.take(Handled("(A", 1), facts=replace(facts, renewed=replace(part, round_no=2)))
            walk.conversation = there


@cache
def to_join() -> tuple[Framework, ...]:
    """Checks that begin with each screen of the way in, and one of a place, whose name is not known."""
    whole = with_groups(tiny())
    shorter = [shortened(whole, frozenset(WAY[:count])) for count in range(len(WAY) + 1)]
    named = [replace(each, id=f"join{number}") for number, each in enumerate(shorter)]
    return (*named, replace(placed(tiny()), id="joinplace"))
