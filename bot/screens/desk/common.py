"""What the pages of the desk share: who may do what, names, days and times as the cohort has them, turning pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.buttons import Button, Screen, short_label
from bot.screens.desk.buttons import handled
from bot.screens.sight import Row, Sight, lines, stacked, units
from flows.pages import CohortHead, Right, Status
from flows.reminding import zone_of
from frameworks.model import Element, Framework

NAME_IN_LINE, NAME_ON_BUTTON = 100, 24
# A message holds 4,096 units; a notice above the page needs some of them.
ROOM = 3800
# What a page of organisations carries in `extra` beside its own number: the filter, times so many pages.
# Filter 0 is all of them; the others are numbered from 1.
FILTERS: tuple[Status | None, ...] = (None, *Status)


def may_write(head: CohortHead) -> bool:
    """Whether the reader may write to people, invite them and answer them."""
    return head.right in {Right.LEAD, Right.HELPER}


def leads(head: CohortHead) -> bool:
    return head.right is Right.LEAD


def zone(head: CohortHead) -> ZoneInfo:
    return zone_of(head.zone)


def filter_number(status: Status | None) -> int:
    """How buttons name a filter."""
    return FILTERS.index(status)


def filter_of(number: int) -> Status | None:
    """The filter of this number; all where there is none."""
    return FILTERS[number] if number < len(FILTERS) else None


def framework_of(sight: Sight, head: CohortHead) -> Framework | None:
    """The cohort's check; None where it is not shipped any more."""
    return sight.frameworks.get(head.framework)


def check_name(sight: Sight, head: CohortHead) -> str:
    framework = framework_of(sight, head)
    return head.framework if framework is None else sight.name_of(framework)


def _element(sight: Sight, head: CohortHead, element_id: str) -> tuple[Framework, Element] | None:
    framework = framework_of(sight, head)
    element = framework.element_by_id.get(element_id) if framework else None
    return None if framework is None or element is None else (framework, element)


def element_name(sight: Sight, head: CohortHead, element_id: str) -> str:
    """A question of the cohort's check by its short name; empty where it has no such question."""
    found = _element(sight, head, element_id)
    if found is None:
        return ""
    framework, element = found
    return framework.text(sight.words.language, f"{element_id}.name", element.name)


def part_name(sight: Sight, head: CohortHead, element_id: str) -> str:
    """The part of the cohort's check that this question belongs to; empty where it has no such question."""
    found = _element(sight, head, element_id)
    if found is None:
        return ""
    framework, element = found
    dimension = framework.dimension_by_id[element.dimension]
    return framework.text(sight.words.language, f"{dimension.id}.name", dimension.name)


def status_words(sight: Sight, status: Status) -> str:
    return sight.say(f"desk.status_{status.value}")


def status_count(sight: Sight, status: Status, count: int) -> str:
    return sight.words.count(f"desk.count_{status.value}", count)


def still_there(counts: Mapping[Status, int]) -> int:
    """How many organisations there are, those who left not counted."""
    return sum(count for status, count in counts.items() if status is not Status.LEFT)


def organisations(sight: Sight, count: int) -> str:
    return sight.words.count("desk.organisations", count)


def name_in_line(sight: Sight, name: str, limit: int = NAME_IN_LINE) -> str:
    """A name as a line of a list has it: very long ones are cut, their own page has all of it."""
    return short_label(name, limit) if name else sight.say("desk.no_name")


def name_on_button(sight: Sight, name: str) -> str:
    return short_label(name, NAME_ON_BUTTON) if name else sight.say("desk.no_name")


def in_line(sight: Sight, number: int, name: str, said: str) -> str:
    """A line of a list, or the button that opens it: the number finds the one in the other."""
    return sight.say("desk.line", number=number, name=name, said=said)


def at(sight: Sight, place: ZoneInfo, moment: datetime) -> str:
    """Day and time; the zone is named once for the page by `whose_times`."""
    day, time = sight.words.day(moment, place), sight.words.clock(moment, place)
    return sight.say("desk.moment", day=day, time=time)


def whose_times(sight: Sight, zone_name: str) -> str:
    return sight.say("desk.times", city=sight.words.city(zone_name))


def check_line(sight: Sight, head: CohortHead) -> str:
    """The check and until when, with the zone of that day named."""
    return lines(
        sight.say("desk.check", check=check_name(sight, head), round=head.round_no),
        deadline_line(sight, head),
        sight.say("desk.is_archived") if head.archived else "",
        sight.say("desk.is_closed") if head.closed and not head.archived else "",
    )


def deadline_line(sight: Sight, head: CohortHead) -> str:
    """The last day, with its zone named, and its year where it is another one; empty where there is none."""
    if not head.deadline:
        return ""
    today = sight.conversation.shown_at.astimezone(zone(head)).date()
    day = sight.words.coming_date(date.fromisoformat(head.deadline), today)
    return sight.say("letter.deadline", day=day, city=sight.words.city(head.zone))


def page_line(sight: Sight, page: int, pages: int) -> str:
    return sight.say("desk.page", page=page + 1, pages=pages) if pages > 1 else ""


def turning(sight: Sight, page: int, pages: int, to: Callable[[str, int], Button]) -> tuple[Row, ...]:
    """The row that turns pages; no row where there is one page. `to` makes a button to the page of this number."""
    buttons = []
    if page > 0:
        buttons.append(to(sight.say("desk.earlier"), page - 1))
    if page + 1 < pages:
        buttons.append(to(sight.say("desk.further"), page + 1))
    return (tuple(buttons),) if buttons else ()


def back(sight: Sight, verb: str, number: int = 0, extra: int = 0) -> Button:
    """To the page above this one, wherever one came from."""
    return handled(sight.say("button.back"), verb, number, extra)


def languages_line(sight: Sight, head: CohortHead) -> str:
    """The languages a cohort's people read; nothing where nobody said."""
    known = [sight.house.languages[each] for each in head.languages if each in sight.house.languages]
    names = sight.words.listed(words.say("language.name") for words in known)
    return sight.say("desk.languages", languages=names) if known else ""


def in_pairs(buttons: list[Button]) -> tuple[Row, ...]:
    """Two short buttons a row."""
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def with_back(text: str, buttons: list[Button], back_button: Button) -> Screen:
    """A page whose buttons stand one a row."""
    return Screen(text, (*stacked(buttons), (back_button,)))


def waiting_for_text(sight: Sight, text: str, *others: Button, cancel: tuple[str, int, int]) -> Screen:
    """A page that waits for a text. `cancel` is where one goes without writing: verb, number, extra."""
    button = handled(sight.say("button.cancel"), *cancel)
    return Screen(text, (*stacked(others), (button,)), takes_text=True)


def cut(text: str, room: int) -> str:
    """`text` in so many units as Telegram counts them; what is cut off shows."""
    if units(text) <= room:
        return text
    while units(text) >= room:
        text = text[: len(text) - max(1, (units(text) - room) // 2)]
    return text.rstrip() + "…"
