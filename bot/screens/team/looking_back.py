"""Looking back at one question: where one was in the round before, as one sees it now."""

from __future__ import annotations

from datetime import date

from bot.buttons import Button, Screen
from bot.screens.asking import block
from bot.screens.desk.buttons import handled
from bot.screens.sight import Sight, lines, paragraphs, stacked
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
    open_yet, seen = not sight.conversation.closed, page.seen
    then = {"said": sight.level(page.then), "day": sight.words.far_date(date.fromisoformat(page.day))}
    text = paragraphs(
        sight.say("back.title", name=sight.name(element.id)),
        lines(
            sight.say("last.said_on", **then),
            sight.say("back.seen", level=sight.level(seen)) if seen is not None else "",
        ),
        block(sight, element),
        sight.say("back.ask") if open_yet else "",
    )
    close = sight.button(sight.say("button.close"), "c")
    buttons = _levels(sight, place, seen) if open_yet else []
    return Screen(text, (*stacked(buttons), (close,)), takes_text=open_yet)


def _levels(sight: Sight, place: int, seen: int | None) -> list[Button]:
    """One button for each level, and one that takes back what was said."""
    levels = [
        handled(sight.marked(sight.level(level), level == seen), SAY, place, level)
        for level in range(1, sight.framework.levels + 1)
    ]
    return levels if seen is None else [*levels, handled(sight.say("back.remove"), SAY, place, 0)]
