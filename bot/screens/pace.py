"""Minutes left: open questions times the person's own pace, raised to whole minutes."""

from __future__ import annotations

from statistics import median

from bot.screens.sight import Sight

USUAL_SECONDS = 70
OWN_PACE_FROM = 5


def minutes_for(sight: Sight, questions: int) -> int:
    """Whole minutes for so many questions; the usual pace until five answers are in."""
    seconds = [answer.seconds for answer in sight.conversation.answers.values() if answer.seconds > 0]
    each = median(seconds) if len(seconds) >= OWN_PACE_FROM else USUAL_SECONDS
    return max(1, -(-int(questions * each) // 60)) if questions else 0
