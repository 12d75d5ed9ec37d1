"""A team's pages to draw: for each position, of an organisation and of a place, open and closed, at their limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.conversation import Conversation
from flows.desk import panel_of
from flows.pages import Invitation, Page, SharedWith
from flows.team_desk import TEAM_LINK_KINDS
from flows.team_pages import (
    PlainTeamPage,
    Position,
    TeamHead,
    TeamLinkLine,
    TeamLinkPage,
    TeamLinksPage,
    TeamPage,
    TeamRequestsPage,
)
from frameworks.model import Result
from tests.screens_made import FRAMEWORKS, framework_of
from tests.screens_seen import samples

NOW = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
WIDE = "🌍" * 100
NAME, PLACE = "Ŧøđ Škøł", "Břđ"
MOST = 64**5 - 1
GROUPS = tuple(group.id for group in FRAMEWORKS["ec-1.0"].groups)
ADDRESS = "https://t.me/xx_bot?start=AbCdEfGhIjKl"
STATES = ("open", "used", "full", "ended", "revoked")
INVITED = ("open", "used", "full", "ended", "revoked", "joined", "asked")

TEAM = TeamHead(5, NAME, "sp-1.0", Position.OWNER, 7, closes_on="2026-12-15")
OF_PLACE = TeamHead(6, PLACE, "ec-1.0", Position.OWNER, 8, place=True)


def heads() -> Iterator[TeamHead]:
    """A team's round as it may stand for its reader."""
    for position in Position:
        for head in (TEAM, OF_PLACE):
            mine = replace(head, position=position)
            yield from (mine, replace(mine, closed=True, round_no=2, closes_on=""))
    yield replace(TEAM, assessment=0, closes_on="")
    yield TeamHead(MOST, WIDE, "xy-9.9", Position.OWNER, MOST, 99, closes_on="2027-01-01")


def _counted(head: TeamHead) -> Iterator[TeamPage]:
    """How far its round may be. Only who leads is told who asks, and of a place how each group stands."""
    for people, begun, done in ((1, 0, 0), (1, 1, 1), (2, 2, 2), (5, 0, 0), (5, 4, 2), (5, 4, 4), (7, 7, 7)):
        yield TeamPage(head, people, begun, done, requests=2 if head.position.leads else 0)
    yield TeamPage(head, 5, 3, 3, result=head.closed, may_open=True)
    yield TeamPage(head, 5, 3, 3, earlier=0 if head.closed else 4)
    if head.place and head.position is Position.FACILITATOR:
        yield from (TeamPage(head, 5, 3, 3, to_agree=number) for number in (0, 1, 5))
    yield TeamPage(head, 5, 3, 3, others=((9, "Břd"), *((MOST - place, WIDE) for place in range(9))))
    if head.place and head.position.leads:
        groups = tuple((group, place, max(0, place - 1)) for place, group in enumerate(GROUPS))
        yield TeamPage(head, 15, 12, 10, 1, groups, GROUPS[:1])
        yield TeamPage(head, 15, 12, 10, 1, groups)


def _lines(head: TeamHead) -> tuple[TeamLinkLine, ...]:
    """Each kind of invitation in each state, and those of a group."""
    found = [
        TeamLinkLine(3 + place, kind, state, 1, 10 if kind == "many" else 1, NOW, NOW + timedelta(days=30))
        for kind in TEAM_LINK_KINDS
        for place, state in enumerate(STATES)
    ]
    groups = (*GROUPS, "xyz") if head.place else ()
    many = next(line for line in found if line.kind == "many")
    return (
        *found,
        replace(many, used=0),
        replace(many, last_used=NOW),
        *(replace(many, group=group) for group in groups),
        replace(many, ends=None),
    )


def _link_pages(head: TeamHead) -> Iterator[tuple[str, Page]]:
    lines = _lines(head)
    for start in range(0, len(lines), 20):
        yield panel_of("(l"), TeamLinksPage(head, lines[start : start + 20])
    yield panel_of("(l"), TeamLinksPage(head, ())
    for line in lines:
        yield panel_of("(k", line.number), TeamLinkPage(head, line)
        yield panel_of("(k", line.number, 1), TeamLinkPage(head, line)
        if line.state == "open":
            yield panel_of("(k", line.number), TeamLinkPage(head, line, ADDRESS)


def _pages_of(head: TeamHead) -> Iterator[tuple[str, Page]]:
    """Every page this reader may open: the storage gives the others to nobody."""
    yield from ((panel_of("(T"), page) for page in _counted(head))
    for people, alone in ((1, True), (4, True), (4, False)):
        yield panel_of("(v"), PlainTeamPage(head, people, alone)
    if not head.position.leads:
        return
    yield from ((panel_of("(c"), page) for page in _counted(head))
    yield from ((panel_of(verb), PlainTeamPage(head, 4)) for verb in ("(i", "(d", "(n"))
    asked = tuple((MOST - place, NOW + timedelta(hours=place)) for place in range(10))
    yield from ((panel_of("(r"), TeamRequestsPage(head, asked[:most])) for most in (0, 1, 8, 10))
    yield from _link_pages(head)
    if head.position is Position.OWNER:
        yield from ((panel_of("(p"), PlainTeamPage(head, 4, alone)) for alone in (True, False))


def invitations() -> Iterator[Invitation]:
    """An invitation to a team as it may be met."""
    one = Invitation(5, "open", framework="sp-1.0", organisation=NAME, organisation_id=5, people=3)
    for position in Position:
        yield replace(one, position=position.value)
    member = replace(one, position=Position.MEMBER.value)
    yield replace(member, deadline="2026-12-15", people=1)
    yield replace(member, framework="ec-1.0", organisation=PLACE, group=GROUPS[0], deadline="2026-12-15")
    yield replace(member, framework="xy-9.9", organisation=WIDE, people=0)
    yield from (replace(member, state=state) for state in INVITED)


def _there(key: str, language: str, *, smallest: bool = False) -> Conversation:
    """Somebody at the summary of this check."""
    found = (each for each in samples() if each.state == "summary" and each.framework == key)
    there = next(found)
    sizes = framework_of(there).sizes
    size = sizes[0].id if smallest and sizes else there.inputs.size
    inputs = replace(there.inputs, organisation=NAME if key == "sp-1.0" else PLACE, size=size)
    number = 5 if key == "sp-1.0" else 6
    return replace(there, language=language, inputs=inputs, organisation=number, shown_at=NOW)


def team_samples(language: str) -> Iterator[tuple[Conversation, Page | None]]:
    """Each page over a summary, of who is at that round and of who is elsewhere, and each invitation."""
    elsewhere = replace(_there("sp-1.0", language), organisation=99)
    for head in heads():
        key = head.framework if head.framework in FRAMEWORKS else "sp-1.0"
        here = replace(_there(key, language, smallest=True), round_no=head.round_no, closed=head.closed)
        for panel, page in _pages_of(head):
            yield replace(here, panel=panel), page
            if panel.startswith(panel_of("(T")[:7]):
                yield replace(elsewhere, panel=panel), page
    for page in invitations():
        yield replace(elsewhere, panel=panel_of("j", 5)), page
        yield replace(elsewhere, state="joining", element=None, dimension=None, invitation=5), page


def offers(language: str) -> Iterator[tuple[Conversation, SharedWith]]:
    """Summaries of somebody who answers alone."""
    for there in samples():
        if there.state == "summary" and framework_of(there).result is not Result.FIT:
            yield replace(there, language=language), SharedWith(alone=True)
