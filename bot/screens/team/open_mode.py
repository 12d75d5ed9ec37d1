"""Open answers: all who answered let each other see who gave which level. What that means, and yes or no to it."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import back, with_back
from bot.screens.sight import Sight, lines, paragraphs
from bot.screens.team.sheet import TEAM
from flows.bulk import SHEET
from flows.desk import Act
from flows.pages import Page
from flows.round_pages import OpenModePage

ANSWER = "(y"
AGREE, TAKE_BACK = 1, 0


def open_mode(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """What open answers are, how many agree, and this person's own yes, which may be taken back until closing."""
    if not isinstance(page, OpenModePage):
        return None
    text = paragraphs(
        sight.say("open.title", organisation=page.head.organisation),
        "" if page.head.closed and _all_agree(page) else sight.say("open.what"),
        lines(_count(sight, page), sight.say("open.mine") if page.mine else ""),
    )
    return with_back(text, _buttons(sight, page), back(sight, TEAM, page.head.organisation_id))


def _all_agree(page: OpenModePage) -> bool:
    return page.agreed == page.people


def _count(sight: Sight, page: OpenModePage) -> str:
    if not _all_agree(page):
        return sight.words.count("open.some", page.people, agreed=page.agreed)
    return sight.say("open.now" if page.head.closed else "open.all")


def _buttons(sight: Sight, page: OpenModePage) -> list[Button]:
    """One's own yes, and the sheet for whoever may see it."""
    assessment = page.head.assessment
    found = []
    if not page.mine:
        found.append(handled(sight.say("button.agree"), ANSWER, assessment, AGREE))
    elif not page.head.closed:
        found.append(handled(sight.say("button.take_back"), ANSWER, assessment, TAKE_BACK))
    if page.head.closed and (page.head.position.leads or _all_agree(page)):
        found.append(handled(sight.say("letter.to_sheet"), SHEET, assessment))
    return found
