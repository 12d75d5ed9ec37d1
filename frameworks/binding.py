"""What binds: the elements that hold a result back, the most binding first. What is not known binds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from frameworks.model import Element, Framework
from frameworks.scoring import Scorecard, Word
from frameworks.settling import Settled
from frameworks.stages import Stage

LACKING = (Word.STARTED, Word.NOT_YET)


def work_order(
    framework: Framework, settled: Mapping[str, Settled], card: Scorecard, profile: str | None
) -> tuple[tuple[str, ...], ...]:
    """All elements that are known and not in place, in three groups; nobody looks further than the first there is.

    Musts under their pass level, the furthest under first. Then what lies in dimensions under half. Then the
    rest, higher levels first. Among equals what takes the fewest days comes first, then framework order.
    """
    lacking = [element for element in framework.elements if card.words.get(element.id) in LACKING]
    days = {element.id: days_from(element, settled[element.id].low) for element in lacking}
    weak = {part.id for part in card.dimensions if 2 * part.in_place < part.counted}
    early = card.stage is not None and card.stage.low is Stage.EARLY

    def urgency(must: Element) -> tuple[int, int, float]:
        level = settled[must.id].low
        # At the first stage a must at the lowest level helps twice: it counts as started, and it lifts the cap.
        return level - framework.pass_level(must, profile), level if early else 0, days[must.id]

    others = [element for element in lacking if not element.must]
    return (
        _ids(sorted((element for element in lacking if element.must), key=urgency)),
        _ids(sorted((one for one in others if one.dimension in weak), key=lambda one: days[one.id])),
        _ids(
            sorted(
                (one for one in others if one.dimension not in weak),
                key=lambda one: (-settled[one.id].low, days[one.id]),
            )
        ),
    )


def binding_elements(
    framework: Framework, settled: Mapping[str, Settled], card: Scorecard, profile: str | None
) -> tuple[str, ...]:
    """All elements that bind, the most binding first: what to work on."""
    return next((group for group in work_order(framework, settled, card, profile) if group), ())


def days_from(element: Element, level: int) -> float:
    """Staff days of the action that lifts `element` from this level; 0 where there is none."""
    action = element.action_from(level)
    return action.days if action is not None else 0


def _ids(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple(element.id for element in elements)
