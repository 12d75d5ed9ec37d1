"""Looking back at one question: where one was in the round before, as one sees it now."""

from __future__ import annotations

from datetime import date

from bot.buttons import Button, Screen
from bot.screens.asking import block
from bot.screens.desk.buttons import handled
from bot.screens.sight import Sight, paragraphs, stacked
from flows.desk import Act
from flows.pages import Page
from flows.round_pages import LookingBackPage

PAGE, SAY = "(j", "(K"


def look_back_button(sight: Sight) -> Button:
    """The way to look back at the open question."""
    return handled(sight.say("button.look_back"), PAGE, sight.framework.ordinal_by_id[sight.element.id])


def looking_back(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """What was said then, the levels, and one button for each; a level may be typed as well."""
    if not isinstance(page, LookingBackPage):
        return None
    framework = sight.framework
    element, place = framework.element_by_id[page.element], framework.ordinal_by_id[page.element]
    then = {"said": sight.level(page.then), "day": sight.words.far_date(date.fromisoformat(page.day))}
    text = paragraphs(
        block(sight, element),
        sight.say("last.said_on", **then),
        "" if sight.conversation.closed else sight.say("back.ask"),
    )
    buttons = [
        handled(sight.marked(sight.level(level), level == page.seen), SAY, place, level)
        for level in range(1, framework.levels + 1)
    ]
    if page.seen is not None:
        buttons.append(handled(sight.say("button.take_back"), SAY, place, 0))
    open_buttons = [] if sight.conversation.closed else buttons
    close = sight.button(sight.say("button.close"), "c")
    return Screen(text, (*stacked(open_buttons), (close,)), takes_text=not sight.conversation.closed)
