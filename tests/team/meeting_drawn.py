"""The screens of a meeting, drawn over a question, and their buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.buttons import Button, Screen
from flows.conversation import Conversation
from flows.desk import panel_of
from flows.events import Handled
from flows.round_pages import SheetElementPage, SheetPage
from tests.flows.walks import Walk
from tests.screens_made import SCREENS, SP
from tests.team.meeting_samples import ROUND


def question(**changes: object) -> Conversation:
    return replace(Walk(SP).to_first_question().conversation, **changes)  # type: ignore[arg-type]


def sheet(page: SheetPage, number: int = 0) -> Screen:
    return SCREENS.draw(question(panel=panel_of("(S", ROUND, number)), page)


def element(page: SheetElementPage) -> Screen:
    return SCREENS.draw(question(panel=panel_of("(E", ROUND)), page)


def all_of(screen: Screen) -> Iterator[Button]:
    yield from (button for row in screen.rows for button in row)


def handled(screen: Screen, verb: str) -> dict[str, Handled]:
    """The buttons with this verb, by label."""
    return {
        button.label: button.tap
        for button in all_of(screen)
        if isinstance(button.tap, Handled) and button.tap.verb == verb
    }


def verbs(screen: Screen) -> set[str]:
    return {button.tap.verb for button in all_of(screen) if isinstance(button.tap, Handled)}


def level_name(number: int) -> str:
    return SCREENS.sight(question()).level(number)
