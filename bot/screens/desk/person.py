"""A person's own pages: an invitation, reminders, the city of their time zone, a report, a question."""

from __future__ import annotations

from datetime import date

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import back, with_back
from bot.screens.sight import Sight, lines, paragraphs, stacked
from bot.screens.team.invited import team_invitation, team_joins
from flows.checks import is_for
from flows.desk import Act
from flows.pages import AskPage, HabitPage, Invitation, Page, ReportPage, Right
from flows.shelf import as_part
from flows.side_pages import open_question
from flows.zones import CITIES

CITIES_ON_A_PAGE = 12
PICTURE_KB, PDF_KB, CSV_KB, JSON_KB = 45, 90, 4, 9
"""What files of reports usually weigh, told before one is wished for."""
GONE = Invitation(0, "unknown")


def joining(sight: Sight) -> Screen:
    """The invitation a person came by, asked about once there is consent."""
    page = sight.page if isinstance(sight.page, Invitation) else GONE
    alone = handled(sight.say("button.alone"), "&")
    return Screen(_invitation_text(sight, page), (*stacked([*_joins(sight, page), alone]), (sight.back(),)))


def invited(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """The same invitation for somebody who is on the way already; closing it declines it for now."""
    if not isinstance(page, Invitation):
        return None
    joins = _joins(sight, page)
    over = bool(page.position) and not joins
    close = sight.button(sight.say("button.close" if over else "button.decline"), "c")
    return Screen(_invitation_text(sight, page), stacked([*joins, close]))


def _joins(sight: Sight, page: Invitation) -> list[Button]:
    """What can be done with this invitation as it stands."""
    if page.position:
        return team_joins(sight, page)
    if page.state == "used":
        return [handled(sight.say("button.ask_to_join"), "-", page.link)]
    if page.state != "open":
        return []
    if page.right is not None:
        return [handled(sight.say("button.serve"), "!", page.link)]
    quiet = sight.marked(sight.say("button.no_reminders"), not page.reminders)
    reminders = handled(quiet, "$", page.link)
    if not page.asks_sharing:
        return [handled(sight.say("button.join"), "=", page.link), reminders]
    return [
        handled(sight.say("button.join_share"), "=", page.link, 1),
        handled(sight.say("button.join_no_share"), "=", page.link),
        reminders,
    ]


def _invitation_text(sight: Sight, page: Invitation) -> str:
    if page.position:
        return team_invitation(sight, page)
    if page.state != "open":
        key = {"unknown": "unknown_link", "used": "link_used", "asked": "link_asked"}.get(page.state)
        return sight.say(f"invited.{page.state}" if key is None else f"notice.{key}")
    if page.right is not None:
        return paragraphs(sight.say("invited.serve", cohort=page.cohort), sight.say(_right_key(page.right)))
    framework = sight.frameworks[page.framework]
    own = _counting(sight, page)
    return paragraphs(
        sight.say("invited.head", cohort=page.cohort, coordinator=page.coordinator or sight.operator),
        lines(
            sight.say("invited.check", check=sight.name_of(framework)),
            sight.say("invited.organisation", organisation=page.organisation) if page.organisation else "",
            sight.say("invited.deadline", day=_day(sight, page.deadline), city=sight.words.city(page.zone))
            if page.deadline
            else "",
        ),
        sight.say("invited.begun", organisation=own) if own else "",
        sight.say("invited.sees"),
        sight.say("invited.share", day=_day(sight, page.share_until)) if page.asks_sharing else "",
        sight.say("invited.reminders"),
        sight.say("invited.free"),
    )


def _counting(sight: Sight, page: Invitation) -> str:
    """The name of whose answers so far count: that of the present check, unless another organisation is invited."""
    here = sight.conversation
    counts = here.framework == page.framework and (not page.organisation or is_for(as_part(here), page))
    return here.inputs.organisation if counts else ""


def _right_key(right: Right) -> str:
    return f"desk.right_{right.value}"


def _day(sight: Sight, iso: str) -> str:
    return sight.words.far_date(date.fromisoformat(iso))


def reminders(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """When this chat may be written to, with every choice one tap away."""
    if not isinstance(page, HabitPage):
        return None
    off = page.stopped or page.reminders == "off"
    city = page.zone or page.cohort_zone
    text = paragraphs(
        _wanted(sight, page),
        lines(
            sight.say("reminders.city" if page.zone else "reminders.city_guess", city=sight.words.city(city)),
            sight.say("reminders.quiet", start=page.quiet_from, end=page.quiet_until),
            sight.say("reminders.rest", days=_rest_days(sight, page)) if page.rest_days else "",
        ),
        sight.say("reminders.rest_ask"),
    )
    days = [
        handled(sight.marked(sight.words.weekday(day), day in page.rest_days), "7", 0, day)
        for day in range(7)
    ]
    label, verb = (sight.say("button.reminders_off"), "4")
    if off:
        label, verb = (sight.say("button.reminders_on"), "5")
    return Screen(
        text,
        (
            (handled(sight.say("button.city"), "w"),),
            tuple(days[:3]),
            tuple(days[3:5]),
            tuple(days[5:]),
            (handled(label, verb),),
            (sight.button(sight.say("button.close"), "c"),),
        ),
    )


def _wanted(sight: Sight, page: HabitPage) -> str:
    """What comes unasked: nothing at all, only what is no reminder and no note, or all of it."""
    if page.stopped:
        return sight.say("reminders.off")
    return sight.say("reminders.none" if page.reminders == "off" else "reminders.on")


def _rest_days(sight: Sight, page: HabitPage) -> str:
    return sight.words.listed(sight.words.weekday(day) for day in sorted(page.rest_days))


def cities(sight: Sight, act: Act, page: Page) -> Screen | None:
    """Where the person is, by a city of their time zone: never by their location."""
    if not isinstance(page, HabitPage):
        return None
    near = page.zone or page.cohort_zone
    return city_page(sight, "cities.ask", act.extra, near, page.zone, ("6", 0), ("w", 0))


def city_page(
    sight: Sight,
    ask: str,
    page: int,
    near: str,
    chosen: str,
    choose: tuple[str, int],
    further: tuple[str, int],
) -> Screen:
    """A page of cities: this one first, then its part of the world. `choose` and `further` are verb and number.

    `chosen` is marked; a city that is only likely is not.
    """
    region = f"{near.partition('/')[0]}/"
    order = sorted(
        range(len(CITIES)), key=lambda place: (CITIES[place] != near, not CITIES[place].startswith(region))
    )
    pages = -(-len(order) // CITIES_ON_A_PAGE)
    shown = order[page % pages * CITIES_ON_A_PAGE :][:CITIES_ON_A_PAGE]

    def button(place: int) -> Button:
        name = sight.marked(sight.words.city(CITIES[place]), CITIES[place] == chosen)
        return handled(name, choose[0], choose[1], place)

    buttons = [button(place) for place in shown]
    others = tuple(button(place) for place in order if place not in shown)
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    more = handled(sight.say("button.more_cities"), further[0], further[1], (page + 1) % pages)
    close = sight.button(sight.say("button.close"), "c")
    return Screen(sight.say(ask), (*rows, (more,), (close,)), others=others)


def report(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """A result in every form, the size told beforehand: text costs next to nothing."""
    if not isinstance(page, ReportPage):
        return None
    buttons = [
        handled(sight.say("report.as_text"), "#", page.round, 0),
        handled(sight.say("report.as_picture", kilobytes=PICTURE_KB), "#", page.round, 1),
        handled(sight.say("report.as_radar", kilobytes=PICTURE_KB), "#", page.round, 2),
        handled(sight.say("report.as_pdf", kilobytes=PDF_KB), "#", page.round, 3),
        handled(sight.say("report.as_csv", kilobytes=CSV_KB), "#", page.round, 4),
        handled(sight.say("report.as_json", kilobytes=JSON_KB), "#", page.round, 5),
    ]
    if page.round:
        text = lines(sight.for_whom(page.organisation), sight.say("report.offer_team"))
        return with_back(text, buttons, back(sight, "(Y", page.round))
    close = sight.button(sight.say("button.close"), "c")
    return Screen(lines(sight.for_whom(), sight.say("report.offer")), (*stacked(buttons), (close,)))


def ask_coordinator(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """A text is waited for; it goes with the question that is asked now, where that is of the cohort's check."""
    if not isinstance(page, AskPage):
        return None
    element = open_question(sight.conversation) if page.here else ""
    at = sight.say("ask.at", name=sight.name(element)) if element in sight.framework.element_by_id else ""
    text = paragraphs(sight.say("ask.head", cohort=page.cohort), at, sight.say("clients"))
    others = [handled(sight.say("ask.other", cohort=name), "k", number) for number, name in page.others]
    cancel = sight.button(sight.say("button.cancel"), "c")
    return Screen(text, stacked([*others, cancel]), takes_text=True)
