"""The quick check: how many musts are in place and which of three endings follows. It names no stage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frameworks.model import Framework
from frameworks.scoring import Scorecard, Word

WORTH_FROM = 3
"""So many musts in place or not known make the full check worth doing."""


class Ending(StrEnum):
    """What is said at the end of a quick check."""

    FULL_WITH_COLLEAGUES = "full_with_colleagues"
    WORTH_THE_FULL = "worth_the_full"
    START_WITH = "start_with"


@dataclass(frozen=True, slots=True)
class QuickResult:
    """The result of a quick check; `names` are the ids of the musts that are not in place, in order."""

    musts_met: int
    musts: int
    not_known: int
    ending: Ending
    names: tuple[str, ...]


def quick_result(framework: Framework, card: Scorecard) -> QuickResult:
    """The ending that the musts of this scorecard lead to."""
    musts = {one: word for one, word in card.words.items() if framework.element_by_id[one].must}
    not_known = sum(word is Word.NOT_KNOWN for word in musts.values())
    return QuickResult(
        musts_met=card.musts_met,
        musts=card.musts,
        not_known=not_known,
        ending=_ending(card.musts_met, card.musts, not_known),
        names=tuple(must for must, word in musts.items() if word is not Word.IN_PLACE),
    )


def _ending(met: int, musts: int, not_known: int) -> Ending:
    if met == musts:
        return Ending.FULL_WITH_COLLEAGUES
    return Ending.WORTH_THE_FULL if met + not_known >= WORTH_FROM else Ending.START_WITH
