"""The sheet of a meeting about a closed round: what is worth talking about first, then what all see the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import LABEL_LIMIT, Button, Screen, short_label
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import back, page_line, turning
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.bulk import MARKS, SHEET
from flows.desk import Act
from flows.pages import Page
from flows.round_pages import SheetLine, SheetPage
from flows.team_pages import TeamHead
from frameworks.agreement import Topic
from frameworks.small_groups import ALL_OF
from frameworks.values import Said

ELEMENT, SAME_VIEWS, OPEN_MODE, TEAM = "(E", "(8", "(o", "(T"
TO_TALK, ALIKE = 6, 10
"""So many elements on a page: of those to talk about, and of those that are seen the same way."""

SMALL = range(3, 5)
"""In a group of so many, colleagues may guess who gave which level."""

Numbered = tuple[int, SheetLine]


def seen(sight: Sight, head: TeamHead) -> Sight | None:
    """The same look, at the check of this round; None where its version is not shipped any more."""
    framework = sight.frameworks.get(head.framework)
    return None if framework is None else replace(sight, framework=framework)


def is_agreed(line: SheetLine) -> bool:
    """Whether the meeting agreed on this element: on a level, or that it is not known or does not apply."""
    return line.agreed is not None or bool(line.said)


def agreed_words(sight: Sight, line: SheetLine) -> str:
    """What the meeting agreed on: "3 In place", "not known"; only of what it agreed on."""
    if line.agreed is not None:
        return sight.level(line.agreed)
    key = "said.not_applicable" if line.said == Said.NOT_APPLICABLE else "said.not_known"
    return sight.say(key)


def is_alike(line: SheetLine) -> bool:
    """Whether there is nothing to talk about: it is seen the same way."""
    return line.topic == Topic.SAME_VIEW


def pages_of(found: Sequence[SheetLine]) -> list[list[Numbered]]:
    """The lines of each page, numbered in the order of talking: first those to talk about, then those seen alike."""
    numbered = list(enumerate(found, start=1))
    talk = [each for each in numbered if not is_alike(each[1])]
    alike = [each for each in numbered if is_alike(each[1])]
    return [*_in_pages(talk, TO_TALK), *_in_pages(alike, ALIKE)] or [[]]


def _in_pages(found: list[Numbered], most: int) -> list[list[Numbered]]:
    return [found[start : start + most] for start in range(0, len(found), most)]


def page_with(found: Sequence[SheetLine], element: str) -> int:
    """The page of the sheet on which this element stands; the first one where it is on none."""
    for number, page in enumerate(pages_of(found)):
        if any(line.element == element for _place, line in page):
            return number
    return 0


def sheet(sight: Sight, act: Act, page: Page) -> Screen | None:
    """A page of the sheet. Buttons that agree on something are only for those who lead."""
    if not isinstance(page, SheetPage):
        return None
    found = seen(sight, page.head)
    return None if found is None else _sheet(found, page, act.extra)


def _sheet(sight: Sight, page: SheetPage, wanted: int) -> Screen:
    pages, assessment = pages_of(page.lines), page.head.assessment
    place = min(wanted, len(pages) - 1)
    rows = pages[place]
    text = paragraphs(
        _head(sight, page, place, len(pages)),
        _intro(sight, pages, place),
        lines(*(_line(sight, page, number, line) for number, line in rows)),
        _who_sees(sight, page) if not place else "",
    )
    elements = [_look(sight, assessment, number, line) for number, line in rows]
    turn = turning(sight, place, len(pages), lambda label, to: handled(label, SHEET, assessment, to))
    out = back(sight, TEAM, page.head.organisation_id)
    return Screen(text, (*stacked(elements), *turn, *stacked(_acts(sight, page, pages, place)), (out,)))


def _head(sight: Sight, page: SheetPage, place: int, pages: int) -> str:
    total, agreed = len(page.lines), sum(map(is_agreed, page.lines))
    return lines(
        sight.say("sheet.title", organisation=page.head.organisation, round=page.head.round_no),
        sight.words.count("sheet.agreed", total, agreed=agreed) if total else sight.say("sheet.empty"),
        page_line(sight, place, pages),
    )


def _intro(sight: Sight, pages: list[list[Numbered]], place: int) -> str:
    """What to do with the lines of this page, on the first page of each kind."""
    rows = pages[place]
    if not rows:
        return ""
    alike = is_alike(rows[0][1])
    if place and alike == is_alike(pages[place - 1][0][1]):
        return ""
    if not alike:
        return sight.say("sheet.how")
    same = [line for rows in pages for _number, line in rows if is_alike(line)]
    return sight.say("sheet.same_how" if _one_tap(same) else "sheet.same_how_parts")


def _one_tap(found: Sequence[SheetLine]) -> list[SheetLine]:
    """Those that one tap agrees on: what two see alike only once they opened it, for it tells one the other's level."""
    return [line for line in found if line.level is not None and not is_agreed(line)]


def _line(sight: Sight, page: SheetPage, number: int, line: SheetLine) -> str:
    said = [*standing(sight, line, place=page.head.place), *agreed_line(sight, line)]
    return sight.say("desk.line", number=number, name=coded(sight, line), said=" ".join(said))


def coded(sight: Sight, line: SheetLine) -> str:
    """The name of an element after its part and place, "D3.2", by which a line such as `D3 3 2 4 ?` answers it."""
    name = named(sight, line.element)
    if not line.place:
        return name
    part = sight.framework.element_by_id[line.element].dimension
    number = [each.id for each in sight.framework.dimensions].index(part) + 1
    return sight.say("sheet.coded", part=number, place=line.place, name=name)


def named(sight: Sight, element: str) -> str:
    """The name of an element, with a word where it is a must."""
    name = sight.name(element)
    return sight.say("sheet.must", name=name) if sight.framework.element_by_id[element].must else name


def agreed_line(sight: Sight, line: SheetLine) -> list[str]:
    """What is agreed on, as a sentence; nothing where that is not so yet."""
    return [sight.say("sheet.agreed_on", said=agreed_words(sight, line))] if is_agreed(line) else []


def standing(sight: Sight, line: SheetLine, *, place: bool) -> list[str]:
    """How people see an element, as sentences. With fewer than three levels they tell none that is not open to all."""
    if line.spread:
        levels = ", ".join(map(sight.words.number, line.spread))
        return [sight.words.count("sheet.spread", len(line.spread), levels=levels), _near(sight, line)]
    return [_of_place(sight, line) if place else _of_few(sight, line)]


def _near(sight: Sight, line: SheetLine) -> str:
    if is_alike(line) and line.level is not None:
        return sight.say("sheet.same", level=sight.level(line.level))
    return sight.say(f"sheet.{line.label}")


def _of_few(sight: Sight, line: SheetLine) -> str:
    if not line.topic:
        return sight.say("sheet.left_out")
    if line.topic == Topic.NOT_KNOWN:
        return sight.say("sheet.nobody")
    if line.level is not None:
        return sight.say("sheet.opened", level=sight.level(line.level))
    if line.differs:
        return sight.say("sheet.not_all_same")
    return sight.say("sheet.two_same" if is_alike(line) else "sheet.few")


def _of_place(sight: Sight, line: SheetLine) -> str:
    """How the groups of a place see it. What those who decide say is the view of an institution."""
    if not line.topic:
        return sight.say("sheet.left_out")
    if line.topic == Topic.NOT_KNOWN:
        return sight.say("sheet.nobody")
    if line.level is None:
        return sight.say("sheet.groups_differ")
    return sight.say("sheet.others_differ" if line.differs else "sheet.same", level=sight.level(line.level))


def _who_sees(sight: Sight, page: SheetPage) -> str:
    """What is kept from whom, where that is not plain: of two people, in a small group, with open answers."""
    if page.open_mode:
        return sight.say("sheet.open")
    if page.head.place:
        return ""
    waits = _what_waits(sight, page.people)
    return lines(
        waits,
        sight.say("sheet.may_open") if waits and page.may_open else "",
        sight.say("team.small") if page.people in SMALL else "",
    )


def _what_waits(sight: Sight, people: int) -> str:
    """Why so few see some questions open; nothing for more."""
    if people == 2:
        return sight.say("sheet.two")
    return sight.say("sheet.three") if people == ALL_OF else ""


def _look(sight: Sight, assessment: int, number: int, line: SheetLine) -> Button:
    """The way to one element; a mark says that it is agreed on."""
    label = sight.say("marks.question", number=number, name=sight.name(line.element))
    return handled(
        ticked(sight, label, is_agreed(line)),
        ELEMENT,
        assessment,
        sight.framework.ordinal_by_id[line.element],
    )


def ticked(sight: Sight, label: str, chosen: bool) -> str:
    """A label with a mark where it is what was chosen; a long one is cut before its mark, which would else fall off."""
    room = LABEL_LIMIT - len(sight.marked("", chosen=True))
    return sight.marked(short_label(label, room), chosen)


def _acts(sight: Sight, page: SheetPage, pages: list[list[Numbered]], place: int) -> list[Button]:
    """What may be done from here, besides opening one element."""
    assessment, rows = page.head.assessment, pages[place]
    alike = [line for line in page.lines if is_alike(line)]
    found: list[Button] = []
    if alike and rows and not is_alike(rows[0][1]):
        first = next(number for number, one in enumerate(pages) if is_alike(one[0][1]))
        found.append(handled(sight.say("sheet.to_same", count=len(alike)), SHEET, assessment, first))
    if page.head.position.leads and page.lines:
        found += _agreeing(sight, page)
    if page.may_open and not page.open_mode:
        found.append(handled(sight.say("button.open_answers"), OPEN_MODE, assessment))
    return found


def _agreeing(sight: Sight, page: SheetPage) -> list[Button]:
    """All that are seen alike with one tap; and many in one message, from the first part with an open point on."""
    assessment = page.head.assessment
    waiting = _one_tap(page.lines)
    still = next((line for line in page.lines if not is_agreed(line)), page.lines[0])
    parts = [each.id for each in sight.framework.dimensions]
    part = parts.index(sight.framework.element_by_id[still.element].dimension)
    found = [handled(sight.say("button.agree_part"), MARKS, assessment, part)]
    if waiting:
        key = "button.agree_opened" if page.open_mode else "button.agree_same"
        label = sight.words.count(key, len(waiting))
        found.insert(0, handled(label, SAME_VIEWS, assessment))
    return found
