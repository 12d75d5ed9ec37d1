"""Who takes an action: the page that waits for a name."""

from __future__ import annotations

from bot.buttons import Screen
from bot.screens.sight import Sight, paragraphs
from flows.desk import Act
from flows.pages import Page
from flows.round_pages import TakenByPage
from flows.team_desk import NOBODY, TAKER_MOST


def taken_by(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Where a name or a role is waited for; a sign of its own takes it out again."""
    if not isinstance(page, TakenByPage):
        return None
    text = paragraphs(
        sight.say("taker.ask", name=sight.name(page.element), limit=TAKER_MOST),
        sight.say("taker.so_far", taker=page.taken_by, sign=NOBODY) if page.taken_by else "",
        sight.say("clients"),
    )
    return Screen(text, ((sight.button(sight.say("button.cancel"), "c"),),), takes_text=True)
