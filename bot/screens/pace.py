"""Minutes left: open questions times the person's own pace, raised to whole minutes."""

from __future__ import annotations

from statistics import median

from bot.screens.sight import Sight
from frameworks.model import Framework

USUAL_SECONDS = 70
OWN_PACE_FROM = 5


def minutes_for(sight: Sight, questions: int) -> int:
    """Whole minutes for so many questions; the usual pace until five answers are in."""
    seconds = [answer.seconds for answer in sight.conversation.answers.values() if answer.seconds > 0]
    each = median(seconds) if len(seconds) >= OWN_PACE_FROM else _usual_seconds(sight.framework)
    return max(1, -(-int(questions * each) // 60)) if questions else 0


def _usual_seconds(framework: Framework) -> float:
    """The usual pace in this check: what its authors say of the whole, else seventy seconds a question."""
    stated = framework.minutes * 60 / len(framework.elements)
    return stated or USUAL_SECONDS


def usual_minutes(framework: Framework, *, quick: bool = False) -> int:
    """Whole minutes that a check usually takes: what its authors say, else the usual pace for its questions."""
    stated = framework.quick_minutes if quick else framework.minutes
    questions = sum(not quick or element.quick for element in framework.elements)
    return stated or max(1, -(-questions * USUAL_SECONDS // 60))
