"""One respondent's answers, settled: for every element an interval of levels, or the reason for none.

A team or a place settles its levels in its own way, into the same values; scoring knows only these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from frameworks.model import Element, Framework
from frameworks.route import asked, levels_given
from frameworks.values import Answer, Said, Scope, Shown

SAME_LEVELS = 28
"""So many equal levels, given in under `SAME_SECONDS`, look like tapping through."""

SAME_SECONDS = 240


class State(StrEnum):
    """What is known about an element. The last two take it out of every count."""

    LEVEL = "level"
    OPEN = "open"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Settled:
    """Where an element stands: a level between `low` and `high`, or neither where it does not count.

    `shown` is True where a proof was offered for a level that asks for one.
    """

    state: State
    low: int = 0
    high: int = 0
    shown: bool = False

    @property
    def counts(self) -> bool:
        return self.state not in (State.NOT_APPLICABLE, State.NOT_ASKED)

    @property
    def level(self) -> int | None:
        """The settled level, or None while there is not exactly one."""
        return self.low if self.state is State.LEVEL else None


def settle(
    framework: Framework,
    answers: Mapping[str, Answer],
    profile: str | None,
    scope: Scope = Scope.FULL,
) -> dict[str, Settled]:
    """Where every element of the framework stands for one respondent. Answers to unknown ids are ignored."""
    asked_ids = {element.id for element in asked(framework, answers, profile, scope)}
    return {
        element.id: settle_one(framework, element, answers.get(element.id))
        if element.id in asked_ids
        else Settled(State.NOT_ASKED)
        for element in framework.elements
    }


def settle_one(framework: Framework, element: Element, answer: Answer | None) -> Settled:
    """Where one element stands by one answer, whether or not it is asked."""
    level = levels_given(framework, {element.id: answer}).get(element.id) if answer else None
    if answer is not None and level is not None:
        shown = asks_proof(framework, element, level) and answer.shown is Shown.OPTION
        return Settled(State.LEVEL, level, level, shown)
    if answer is not None and answer.said is Said.NOT_APPLICABLE and may_not_apply(element):
        return Settled(State.NOT_APPLICABLE)
    return Settled(State.UNKNOWN, 1, framework.levels)


def as_answer(value: Settled, option: int | None) -> Answer | None:
    """What a single person would have said to stand there; None where nothing is asked.

    `option` is the number of the proof, or of the reason why it does not apply.
    """
    if value.state is State.NOT_ASKED:
        return None
    if value.state is State.NOT_APPLICABLE:
        return Answer(Said.NOT_APPLICABLE, option=option)
    if value.level is None:
        return Answer(Said.DONT_KNOW)
    return Answer(Said.LEVEL, value.level, Shown.OPTION if value.shown else Shown.NOTHING, option)


def same_answers(framework: Framework, answers: Mapping[str, Answer]) -> bool:
    """Whether one person gave nearly all the same levels faster than they can be read.

    Where no times were taken it is False: nothing is known about the haste.
    """
    levels = Counter(levels_given(framework, answers).values())
    seconds = sum(answer.seconds for answer in answers.values())
    return max(levels.values(), default=0) >= SAME_LEVELS and 0 < seconds < SAME_SECONDS


def asks_proof(framework: Framework, element: Element, level: int) -> bool:
    """Whether a level asks what shows it: from the level that counts on, where the element has proofs."""
    return level >= framework.in_place and bool(element.proof)


def only_reason(element: Element) -> int | None:
    """The number of the reason why it does not apply, where there is but one: then nobody is asked for it."""
    return 1 if len(element.na_reasons) == 1 else None


def asks_reason(element: Element, said: str, option: int | None) -> bool:
    """Whether it does not apply, as was said or settled, and it is still open which of several reasons holds."""
    return said == Said.NOT_APPLICABLE and option is None and len(element.na_reasons) > 1


def may_not_apply(element: Element) -> bool:
    """Whether "does not apply" is an answer to this element. To a must it never is."""
    return bool(element.na_reasons) and not element.must
