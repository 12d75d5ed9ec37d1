"""The way to answer one part in one message, offered where parts are chosen and under More."""

from __future__ import annotations

from bot.buttons import Button
from bot.screens.desk.buttons import handled
from bot.screens.sight import Sight
from flows.bulk import MARKS


def at_once(sight: Sight, dimension_id: str | None = None) -> tuple[Button, ...]:
    """The button for this part, or for the one that is next to be answered; none once answers are fixed."""
    part = dimension_id or _next_part(sight)
    if part is None or sight.conversation.closed:
        return ()
    place = [each.id for each in sight.framework.dimensions].index(part)
    return (handled(sight.say("button.bulk"), MARKS, 0, place),)


def _next_part(sight: Sight) -> str | None:
    """The present part, else the next one with an open question, else any that is asked."""
    route, here = sight.route, sight.conversation.dimension
    if route.open_of(here):
        return here
    asked = here if route.of(here) else None
    return route.next_dimension(here) or asked or next((each.dimension for each in route.elements), None)
