"""Invitations: what kinds there are, how each stands, who came by it, and who asks to be let in."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    at,
    back,
    in_line,
    leads,
    may_write,
    name_in_line,
    name_on_button,
    page_line,
    turning,
    waiting_for_text,
    whose_times,
    with_back,
    zone,
)
from bot.screens.sight import Row, Sight, lines, paragraphs, stacked
from flows.desk import LINK_KINDS, LINK_USES, Act, link_extra, link_of
from flows.pages import CohortHead, LinkLine, LinkPage, LinksPage, PlainCohortPage, RequestsPage

LINES_A_PAGE, USES_SHOWN, REQUESTS_SHOWN = 8, 10, 8
TO_RESPOND = ("one", "many")
STATES = ("open", "used", "full", "ended", "revoked")
MINUTE = timedelta(minutes=1)
# `extra` of a link's page: whether withdrawing it is asked about.
ASKING = 1


def links(sight: Sight, _act: Act, page: LinksPage) -> Screen:
    """A page of invitations, each with its state."""
    number = page.head.number
    numbered = list(enumerate(page.lines, start=page.page * LINES_A_PAGE + 1))
    text = paragraphs(
        sight.say("desk.links_head" if page.lines else "desk.links_none", cohort=page.head.name),
        lines(
            page_line(sight, page.page, page.pages),
            *(
                in_line(sight, place, name_in_line(sight, _name(sight, line)), _state(sight, line))
                for place, line in numbered
            ),
        ),
        sight.say("desk.links_closed") if page.head.closed else "",
    )
    buttons = [
        handled(
            in_line(sight, place, name_on_button(sight, _name(sight, line)), _state(sight, line)),
            "l",
            line.number,
        )
        for place, line in numbered
    ]
    rows = turning(sight, page.page, page.pages, lambda label, other: handled(label, "L", number, other))
    new = []
    if _may_make(page.head):
        new = [
            handled(sight.say("desk.new_link"), "m", number),
            handled(sight.say("desk.links_file"), "~", number),
        ]
    return Screen(text, (*stacked(buttons), *rows, *stacked(new), (back(sight, "C", number),)))


def _may_make(head: CohortHead) -> bool:
    return may_write(head) and not head.closed and not head.archived


def _name(sight: Sight, line: LinkLine) -> str:
    """The label, or the kind where there is none."""
    return line.label or _kind(sight, line.kind)


def _kind(sight: Sight, kind: str) -> str:
    return sight.say(f"desk.kind_{kind}") if kind in LINK_KINDS else kind


def _state(sight: Sight, line: LinkLine) -> str:
    """How it stands in a few words: one for many tells how often it was used."""
    if line.state == "open" and line.kind == "many":
        if line.use_limit is None:
            return sight.words.count("desk.used_times", line.used)
        return sight.say("desk.used_of", used=line.used, limit=line.use_limit)
    state = "used" if line.state == "full" and line.kind != "many" else line.state
    return sight.say(f"desk.link_{state}") if state in STATES else state


def link(sight: Sight, act: Act, page: LinkPage) -> Screen | None:
    """One invitation. Just after it was made its address stands alone on a line, to be copied."""
    if act.extra == ASKING:
        return _ask_to_revoke(sight, page)
    head, line = page.head, page.line
    text = paragraphs(
        _address(sight, page),
        lines(
            _name(sight, line),
            _kind_line(sight, line),
            sight.say("desk.link_state", state=_state(sight, line)),
        ),
        lines(sight.say("desk.made", when=at(sight, zone(head), line.made_at)), _ends(sight, head, line)),
        _uses(sight, page),
        whose_times(sight, head.zone),
    )
    buttons = []
    if _may_revoke(head, line):
        buttons.append(handled(sight.say("desk.revoke"), "l", line.number, ASKING))
    return with_back(text, buttons, back(sight, "L", head.number))


def _ends(sight: Sight, head: CohortHead, line: LinkLine) -> str:
    """Until when it is good. What ends with a day ends at its last minute, not on the next day."""
    if line.ends_at is None:
        return ""
    midnight = line.ends_at.astimezone(zone(head)).time() == time(0)
    return sight.say("desk.ends", when=at(sight, zone(head), line.ends_at - MINUTE * midnight))


def _kind_line(sight: Sight, line: LinkLine) -> str:
    return sight.say(f"desk.about_{line.kind}") if line.kind in LINK_KINDS else ""


def _address(sight: Sight, page: LinkPage) -> str:
    if not page.address:
        return ""
    return paragraphs(sight.say("desk.link_made"), page.address, sight.say("desk.link_once"))


def _uses(sight: Sight, page: LinkPage) -> str:
    """Who came by it, and when."""
    uses = page.line.uses
    if not uses:
        return ""
    place = zone(page.head)
    told = [
        sight.say("desk.use", name=name_in_line(sight, name), when=at(sight, place, when))
        for name, when in uses[:USES_SHOWN]
    ]
    others = len(uses) - len(told)
    more = sight.words.count("desk.more_uses", others) if others else ""
    return lines(sight.say("desk.uses"), *told, more)


def _may_revoke(head: CohortHead, line: LinkLine) -> bool:
    allowed = may_write(head) if line.kind in TO_RESPOND else leads(head)
    return allowed and line.state in {"open", "used", "full"}


def _ask_to_revoke(sight: Sight, page: LinkPage) -> Screen | None:
    if not _may_revoke(page.head, page.line):
        return None
    name = name_in_line(sight, _name(sight, page.line))
    yes = handled(sight.say("desk.revoke_yes"), "V", page.line.number)
    return with_back(sight.say("desk.revoke_ask", name=name), [yes], back(sight, "l", page.line.number))


def make_link(sight: Sight, _act: Act, page: PlainCohortPage) -> Screen | None:
    """Which kind: what each lets people do. Links that make coordinators are offered to leads alone."""
    head = page.head
    if not _may_make(head):
        return None
    kinds = LINK_KINDS if leads(head) else TO_RESPOND
    text = paragraphs(
        sight.say("desk.which_link"),
        *(lines(_kind(sight, kind), sight.say(f"desk.about_{kind}")) for kind in kinds),
    )
    buttons = [handled(_kind(sight, kind), "x", head.number, link_extra(kind)) for kind in kinds]
    return with_back(text, buttons, back(sight, "L", head.number))


def label_link(sight: Sight, act: Act, page: PlainCohortPage) -> Screen | None:
    """Whom the new link is for is waited for; without a name it is made as well.

    Of who is to coordinate this is the name that organisations read, of all others a label for coordinators alone.
    """
    wanted = link_of(act.extra)
    if wanted is None:
        return None
    kind, uses = wanted
    number = page.head.number
    without = handled(sight.say("desk.without_label"), "M", number, act.extra)
    ask = "desk.label_link" if kind in TO_RESPOND else "desk.name_coordinator"
    lets_in = "" if uses is None else sight.words.count("desk.lets_in", uses)
    text = paragraphs(lines(_kind(sight, kind), lets_in), sight.say(ask))
    screen = waiting_for_text(sight, text, without, cancel=("m", number, 0))
    return screen if uses is None else replace(screen, rows=(_uses_row(sight, number, uses), *screen.rows))


def _uses_row(sight: Sight, number: int, now: int) -> Row:
    """How many a link for many may let in; the present one is marked."""
    return tuple(
        handled(sight.marked(sight.words.number(uses), uses == now), "x", number, link_extra("many", uses))
        for uses in sorted(LINK_USES)
    )


def requests(sight: Sight, _act: Act, page: RequestsPage) -> Screen:
    """Who asks to be let in by a link that somebody used; two buttons for each."""
    up = back(sight, "C", page.head.number)
    if not page.requests:
        return with_back(sight.say("desk.requests_none"), [], up)
    numbered = list(enumerate(page.requests[:REQUESTS_SHOWN], start=1))
    others = len(page.requests) - len(numbered)
    text = paragraphs(
        sight.say("desk.requests_head"),
        lines(*(_request(sight, page, number) for number, _request_of in numbered)),
        sight.words.count("desk.more_wait", others) if others else "",
        sight.say("desk.requests_hint"),
        whose_times(sight, page.head.zone),
    )
    rows = [_decide(sight, number, each[0]) for number, each in numbered] if may_write(page.head) else []
    return Screen(text, (*rows, (up,)))


def _request(sight: Sight, page: RequestsPage, number: int) -> str:
    _id, label, when = page.requests[number - 1]
    name = name_in_line(sight, label) if label else sight.say("desk.no_label")
    return in_line(sight, number, name, at(sight, zone(page.head), when))


def _decide(sight: Sight, number: int, request: int) -> tuple[Button, ...]:
    return (
        handled(sight.say("desk.let_in", number=number), "I", request),
        handled(sight.say("desk.leave_out", number=number), "D", request),
    )
