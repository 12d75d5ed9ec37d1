"""A result as people outside read it by a link: the musts, what shows them, and what is planned. Never a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.buttons import Screen
from bot.screens.desk.buttons import handled
from bot.screens.shared_told import (
    ToldMust,
    action_told,
    card_of,
    first_lines,
    head_lines,
    known_actions,
    musts_told,
    shared_stage,
    shown_sight,
    unchecked,
    why_not,
)
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.desk import Act
from flows.pages import Page
from flows.share_pages import SharedAction, SharedResultPage
from frameworks.scoring import Scorecard

MOST_ACTIONS = 6
PDF_KB = 45
"""About so large is the paper, told before it is wished for."""


def shared_result(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """The result, or the one reason why it cannot be read; to its owner what others see, before they do."""
    if not isinstance(page, SharedResultPage):
        return None
    out = sight.button(sight.say("button.close"), "c")
    if page.previewed:
        out = handled(sight.say("button.back"), "(s", page.previewed)
    there = shown_sight(sight, page)
    if there is None:
        return Screen(why_not(sight, page), ((out,),))
    forms = [
        handled(sight.say("report.as_text"), "(Q", page.share, 0),
        handled(sight.say("report.as_pdf", kilobytes=PDF_KB), "(Q", page.share, 1),
    ]
    head = sight.say("shares.preview") if page.previewed else ""
    return Screen(paragraphs(head, _text(there, page)), (*stacked(forms), (out,)))


def _text(sight: Sight, page: SharedResultPage) -> str:
    card = card_of(sight, page)
    until = page.until.astimezone(sight.house.zone).date() if page.until else date.min
    check = sight.name_of(sight.framework)
    return paragraphs(
        lines(*first_lines(sight, page)),
        lines(
            sight.say("summary.title_check", check=check, organisation=page.organisation),
            *head_lines(sight, page, card),
            shared_stage(sight, page, card),
        ),
        lines(sight.say("musts.title"), *_musts(sight, page, card)),
        _actions(sight, page),
        lines(unchecked(sight), sight.say("shared_result.until", day=sight.words.far_date(until))),
    )


def _musts(sight: Sight, page: SharedResultPage, card: Scorecard) -> Iterator[str]:
    for must in musts_told(sight, page, card):
        word = sight.say(f"report.{must.word.value}")
        yield sight.say(_must_key(must), name=sight.name(must.element), word=word, proof=must.proof)


def _must_key(must: ToldMust) -> str:
    if must.proof:
        return "shared_result.must_shown"
    if must.shown_by_some:
        return "shared_result.must_shown_by_some"
    return "shared_result.must_not_shown" if must.not_shown else "shared_result.must"


def _actions(sight: Sight, page: SharedResultPage) -> str:
    """What was taken up, by whom and until when."""
    known = known_actions(sight, page)[:MOST_ACTIONS]
    if not known:
        return ""
    return lines(sight.say("shared_result.actions"), *(_action(sight, one) for one in known))


def _action(sight: Sight, one: SharedAction) -> str:
    when = sight.words.far_date(date.fromisoformat(one.day)) if one.day else ""
    parts = [
        sight.say("shared_result.done") if one.done else "",
        sight.say("shared_result.by_day", day=when) if when else "",
        sight.say("sentence", text=sight.say(f"when.{one.event}")) if one.event and not when else "",
        sight.say("shared_result.taken_by", who=one.taken_by) if one.taken_by else "",
    ]
    return " ".join([f"- {action_told(sight, one)}", *filter(None, parts)])
