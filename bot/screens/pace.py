"""Minutes left: open questions times the person's own pace, raised to whole minutes."""

from __future__ import annotations

from statistics import median

from bot.screens.sight import Sight
from frameworks.model import Framework
from frameworks.values import Scope

USUAL_SECONDS = 70
OWN_PACE_FROM = 5


def minutes_for(sight: Sight, questions: int) -> int:
    """Whole minutes for so many questions; the usual pace until five answers are in."""
    seconds = [answer.seconds for answer in sight.conversation.answers.values() if answer.seconds > 0]
    quick = sight.conversation.inputs.scope == Scope.QUICK
    each = median(seconds) if len(seconds) >= OWN_PACE_FROM else _usual_seconds(sight.framework, quick)
    return max(1, -(-int(questions * each) // 60)) if questions else 0


def _usual_seconds(framework: Framework, quick: bool) -> float:
    """The usual pace in this check, so that the minutes told before it begins are those told at its first question."""
    stated = framework.quick_minutes if quick else framework.minutes
    return stated * 60 / _questions(framework, quick) if stated else USUAL_SECONDS


def usual_minutes(framework: Framework, *, quick: bool = False) -> int:
    """Whole minutes that a check usually takes: what its authors say, else the usual pace for its questions."""
    stated = framework.quick_minutes if quick else framework.minutes
    return stated or max(1, -(-_questions(framework, quick) * USUAL_SECONDS // 60))


def _questions(framework: Framework, quick: bool) -> int:
    return max(1, sum(not quick or element.quick for element in framework.elements))
