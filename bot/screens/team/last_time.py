"""A question in a later round: with what was said to it last time, and one button that keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.buttons import Button, Screen
from bot.screens.asking import asking, dont_know_key
from bot.screens.sight import Sight, lines, paragraphs
from flows.round_pages import LastTime
from frameworks.values import Said

# The taps that say again what is no level.
_TAPS = {Said.DONT_KNOW: "d", Said.NOT_APPLICABLE: "n", Said.NOT_MY_AREA: "~"}


def asking_again(sight: Sight) -> Screen:
    """The question; where something is known from last time, with that below it and the button on top."""
    screen, before = asking(sight), sight.page
    if not isinstance(before, LastTime):
        return screen
    before = _of_this_scale(before, sight.framework.levels)
    keep = _keep(sight, before)
    told = lines(*_told(sight, before), sight.say("last.still") if keep else "")
    rows = screen.rows if keep is None else ((keep,), *screen.rows)
    return replace(screen, text=paragraphs(screen.text, told), rows=rows)


def _of_this_scale(before: LastTime, levels: int) -> LastTime:
    """Without a level that the present scale has not."""
    level = before.level if before.level is not None and before.level <= levels else None
    agreed = before.agreed if before.agreed is not None and before.agreed <= levels else None
    return replace(before, level=level, agreed=agreed, reason=before.reason if agreed else "")


def _told(sight: Sight, before: LastTime) -> list[str]:
    """What the person said, their note, and what their team agreed on and why."""
    said, day = (
        _said(sight, before),
        sight.words.far_date(date.fromisoformat(before.day)) if before.day else "",
    )
    found = [_own(sight, said, day)] if said else []
    if before.note:
        found.append(sight.say("last.note", note=before.note))
    if before.agreed is not None:
        found.append(sight.say("last.agreed", level=sight.level(before.agreed)))
    if before.reason:
        found.append(sight.say("sheet.reason", reason=before.reason))
    return found


def _own(sight: Sight, said: str, day: str) -> str:
    return sight.say("last.said_on", said=said, day=day) if day else sight.say("last.said", said=said)


def _said(sight: Sight, before: LastTime) -> str:
    """The person's own answer in a few words; empty where they gave none."""
    if before.level is not None:
        return sight.level(before.level)
    if before.said == Said.DONT_KNOW:
        return sight.say(dont_know_key(sight))
    if before.said == Said.NOT_APPLICABLE:
        return sight.say("said.not_applicable")
    return sight.say("said.not_my_area") if before.said == Said.NOT_MY_AREA else ""


def _keep(sight: Sight, before: LastTime) -> Button | None:
    """One tap that says the same again; none where this round has an answer, or the question no such button."""
    said = _said(sight, before)
    if not said or sight.element.id in sight.conversation.answers or sight.conversation.closed:
        return None
    label = sight.say("last.keep", said=said)
    if before.level is not None:
        return sight.of_element(label, "l", before.level)
    offered = {
        Said.DONT_KNOW: True,
        Said.NOT_APPLICABLE: bool(sight.element.na_reasons),
        Said.NOT_MY_AREA: bool(sight.framework.groups),
    }
    said_so = Said(before.said)
    return sight.of_element(label, _TAPS[said_so]) if offered[said_so] else None
