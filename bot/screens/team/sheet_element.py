"""One element of a meeting's sheet: its levels, how people see it, what the meeting agrees on, why, what shows it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import Button, Screen
from bot.screens.agenda_lines import capital
from bot.screens.asking import block, dont_know_key
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import ROOM, back, cut, waiting_for_text
from bot.screens.group_names import says, voices
from bot.screens.sight import Sight, lines, paragraphs, stacked, units
from bot.screens.team.evidence import files_button
from bot.screens.team.sheet import (
    ELEMENT,
    agreed_line,
    agreed_words,
    coded,
    is_agreed,
    is_alike,
    page_with,
    seen,
    standing,
    ticked,
)
from flows.bulk import SHEET
from flows.desk import Act
from flows.pages import Page
from flows.reading import PROOF_LETTERS
from flows.round_pages import GivenLevel, SheetElementPage, SheetLine
from flows.team_desk import AGREED_EXCUSE, AGREED_UNKNOWN, CHOICES, REASON_MOST
from frameworks.model import Element
from frameworks.settling import asks_proof, may_not_apply
from frameworks.values import Said

AGREE, PROOF, REASON = "(6", "(f", "(w"
ROLES_MOST = 2
"""Beside a person's level so many of their roles are told: enough to find them by."""
NOTE_LEAST = 60
"""So much room has a note at least."""


def sheet_element(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """All about one element; buttons that agree on something are only for those who lead."""
    if not isinstance(page, SheetElementPage):
        return None
    found = seen(sight, page.head)
    return None if found is None else _element(found, page)


def _element(sight: Sight, page: SheetElementPage) -> Screen:
    element = sight.framework.element_by_id[page.line.element]
    title = sight.say("sheet.element", organisation=page.head.organisation, name=coded(sight, page.line))
    after = (_seen_by(sight, page), _agreed(sight, page, element))
    # Only the longest texts there may be leave no room for all of their levels.
    levels = cut(block(sight, element), ROOM - units(paragraphs(title, *after)) - 2)
    fixed = paragraphs(title, levels, *after)
    text = paragraphs(fixed, _notes(sight, page.notes, ROOM - units(fixed)))
    acts = [*_choices(sight, page, element), *_why(sight, page, element)] if page.head.position.leads else []
    files = [files_button(sight, element.id, page.files, page.head.assessment)] if page.files else []
    return Screen(text, stacked([*acts, *files, *_ways(sight, page)]))


def _seen_by(sight: Sight, page: SheetElementPage) -> str:
    """How people see it: without names, of a place by group, and by person where all let each other see that."""
    return lines(
        *standing(sight, page.line, place=page.head.place),
        sight.say("sheet.decided", groups=voices(sight, page.decided)) if page.decided else "",
        _to_confirm(sight, page),
        *(_view(sight, *view) for view in page.views),
        *(_given(sight, each) for each in page.given),
    )


def _given(sight: Sight, given: GivenLevel) -> str:
    """One person's level. Nobody's name is kept: the reader finds their own line, and others by the role they named."""
    known = sight.framework.role_by_id
    level = sight.say("sheet.no_level") if given.level is None else sight.level(given.level)
    if given.mine:
        return sight.say("sheet.person_you", number=given.number, level=level)
    named_here = [sight.role(role) for role in given.roles if role in known][:ROLES_MOST]
    if not named_here:
        return sight.say("sheet.person", number=given.number, level=level)
    roles = sight.words.in_a_row(named_here)
    return sight.say("sheet.person_role", number=given.number, roles=roles, level=level)


def _to_confirm(sight: Sight, page: SheetElementPage) -> str:
    """What somebody who leads and is of no deciding group may do here, and whom to ask for all else."""
    if not page.others or not page.head.position.leads:
        return ""
    element = sight.framework.element_by_id[page.line.element]
    roles = [role for role in sight.framework.roles if role.group in page.decided and role.id in element.ask]
    offices = sight.words.in_a_row(sight.role(role.id) for role in roles)
    return lines(
        sight.say("sheet.others_open" if page.stands is None else "sheet.others_confirm"),
        sight.say("sheet.others_ask", offices=offices) if offices else "",
    )


def _view(sight: Sight, group: str, low: int, high: int) -> str:
    said = sight.level(low)
    if low != high:
        said = sight.say("sheet.between", low=said, high=sight.level(high))
    return sight.say("sentence", text=capital(says(sight, (group,), said)))


def _agreed(sight: Sight, page: SheetElementPage, element: Element) -> str:
    """What the meeting agreed on, and why; or what to talk about."""
    line = page.line
    if not is_agreed(line):
        return sight.say("sheet.ask_place" if page.head.place else "sheet.ask")
    return lines(
        *agreed_line(sight, line),
        sight.say("sheet.reason", reason=line.reason) if line.reason else "",
        _shown(sight, line, element),
    )


def _shown(sight: Sight, line: SheetLine, element: Element) -> str:
    """What shows the agreed level or why it does not apply, or the question; nothing where that is not asked."""
    if line.said == Said.NOT_APPLICABLE and element.na_reasons:
        if not line.option:
            return sight.say("na_why")
        return sight.say("sheet.excused_by", reason=_excuse(sight, element, line.option))
    if line.agreed is None or not asks_proof(sight.framework, element, line.agreed):
        return ""
    if line.option:
        return sight.say("sheet.shown_by", proof=_proof(sight, element, line.option))
    if line.option == 0:
        return sight.say("sheet.nothing_shown")
    return sight.say("sheet.is_shown") if line.shown else sight.say("proof.ask")


def _proof(sight: Sight, element: Element, number: int) -> str:
    return sight.text(f"{element.id}.proof.{number}", element.proof[number - 1])


def _excuse(sight: Sight, element: Element, number: int) -> str:
    return sight.text(f"{element.id}.na.{number}", element.na_reasons[number - 1])


def _notes(sight: Sight, notes: Sequence[str], room: int) -> str:
    """What members let those who lead read: as many as fit, each cut where there is much of it."""
    title = sight.say("sheet.notes")
    left = room - units(title) - 4
    shown = notes[: max(left // NOTE_LEAST, 0)]
    if not shown:
        return ""
    rows = (
        sight.say("evidence.line", number=number, what=note) for number, note in enumerate(shown, start=1)
    )
    return lines(title, *(cut(row, left // len(shown) - 1) for row in rows))


def _choices(sight: Sight, page: SheetElementPage, element: Element) -> list[Button]:
    """A button for each level, for not knowing, and for what does not apply, as far as the reader may say so."""
    line, place = page.line, CHOICES * sight.framework.ordinal_by_id[element.id]
    levels = sight.framework.levels
    holds = {*range(CHOICES)} if not page.others else {page.stands}

    def button(said: str, value: int, chosen: bool) -> Button:
        return handled(ticked(sight, said, chosen), AGREE, page.head.assessment, place + value)

    found = [
        button(sight.level(each), each, line.agreed == each) for each in range(1, levels + 1) if each in holds
    ]
    unknown = sight.say(dont_know_key(sight))
    if AGREED_UNKNOWN in holds:
        found.append(button(unknown, AGREED_UNKNOWN, line.said == Said.DONT_KNOW))
    if may_not_apply(element) and levels < AGREED_EXCUSE and AGREED_EXCUSE in holds:
        excuse = sight.say("button.not_applicable")
        found.append(button(excuse, AGREED_EXCUSE, line.said == Said.NOT_APPLICABLE))
    return found


def _why(sight: Sight, page: SheetElementPage, element: Element) -> list[Button]:
    """What shows the level or why it does not apply, and the reason: once there is something that was agreed on."""
    line = page.line
    if not is_agreed(line):
        return []
    place = sight.framework.ordinal_by_id[element.id]
    found: list[Button] = []
    for letter, (number, option) in zip(PROOF_LETTERS, _options(sight, line, element), strict=False):
        said = sight.say("proof.option", letter=letter, option=option)
        marked = ticked(sight, said, line.option == number)
        found.append(handled(marked, PROOF, page.head.assessment, place * CHOICES + number))
    return [*found, handled(sight.say("button.reason"), REASON, page.head.assessment, place)]


def _options(sight: Sight, line: SheetLine, element: Element) -> list[tuple[int, str]]:
    """What may be named, by its number: proofs of a level, or reasons where there are several."""
    if line.said == Said.NOT_APPLICABLE and len(element.na_reasons) > 1:
        return [(number, _excuse(sight, element, number)) for number in range(1, len(element.na_reasons) + 1)]
    if line.agreed is None or not asks_proof(sight.framework, element, line.agreed):
        return []
    shown = [(number, _proof(sight, element, number)) for number in range(1, len(element.proof) + 1)]
    return [*shown, (0, sight.say("proof.nothing"))]


def _ways(sight: Sight, page: SheetElementPage) -> list[Button]:
    """On to the next element that is not agreed on yet, and back to the sheet."""
    assessment, found = page.head.assessment, page.sheet
    out = back(sight, SHEET, assessment, page_with(found, page.line.element))
    coming = following(found, page.line)
    if coming is None:
        return [out]
    onward = sight.say("sheet.next", name=sight.name(coming.element))
    return [handled(onward, ELEMENT, assessment, sight.framework.ordinal_by_id[coming.element]), out]


def following(found: Sequence[SheetLine], line: SheetLine) -> SheetLine | None:
    """The next line of the same kind that is not agreed on, after this one and then from the top; None without one."""
    places = [number for number, each in enumerate(found) if each.element == line.element]
    start = places[0] + 1 if places else 0
    others = [each for each in (*found[start:], *found[:start]) if each.element != line.element]
    return next((each for each in others if is_alike(each) == is_alike(line) and not is_agreed(each)), None)


def agree_reason(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Where one sentence on the agreed level is waited for."""
    if not isinstance(page, SheetElementPage):
        return None
    found = seen(sight, page.head)
    return None if found is None else _reason(found, page)


def _reason(sight: Sight, page: SheetElementPage) -> Screen:
    line = page.line
    said = agreed_words(sight, line)
    text = paragraphs(
        sight.say("clients"),
        sight.say("sheet.why", name=sight.name(line.element), said=said, limit=REASON_MOST),
        sight.say("sheet.reason", reason=line.reason) if line.reason else "",
    )
    place = sight.framework.ordinal_by_id[line.element]
    return waiting_for_text(sight, text, cancel=(ELEMENT, page.head.assessment, place))
