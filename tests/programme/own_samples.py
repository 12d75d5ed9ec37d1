"""A person's own pages to draw: invitations in every state, habits, shares, a question to ask, More with all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.screens.desk.person import CITIES_ON_A_PAGE
from flows.conversation import Conversation
from flows.desk import panel_of
from flows.pages import (
    AskPage,
    HabitPage,
    Invitation,
    MorePage,
    Page,
    ReportPage,
    Right,
    Share,
    SharedWith,
    SharingPage,
)
from flows.share_pages import OpenLinks, ShareLine
from flows.zones import CITIES
from frameworks.model import Result
from tests.flows.walks import Walk
from tests.programme.desk_samples import HEAD, WHO, WIDE
from tests.screens_made import SP, framework_of
from tests.screens_seen import samples
from tests.team.evidence_samples import evidence_samples
from tests.team.share_samples import UNTIL

STATES = ("open", "used", "full", "ended", "revoked", "closed", "joined", "asked")
OPEN = Invitation(
    *(5, "open", HEAD.name, "sp-1.0", WHO, "2026-12-15", "Africa/Nairobi", "Ŧøđ Škøł"),
    share_until="2027-06-15",
)
SHARE = Share(5, HEAD.name, "Ŧøđ Škøł", (WHO,), True, "2027-06-15", False, True)


def invitations() -> Iterator[Invitation]:
    """An invitation as it may be met."""
    yield from (replace(OPEN, state=state) for state in STATES)
    yield replace(OPEN, asks_sharing=False, reminders=False)
    yield replace(OPEN, deadline="", organisation="", coordinator="")
    yield from (replace(OPEN, right=right) for right in Right)
    yield replace(OPEN, cohort=WIDE, organisation=WIDE, coordinator=WIDE)


def shares() -> Iterator[SharingPage]:
    """What an organisation shares, as its owner and as others see it."""
    yield SharingPage(())
    yield SharingPage((), others_share=True)
    line = ShareLine(3, "open", UNTIL, stage=True, asked_for=True, opened=1, label=WIDE[:40])
    few = (line, replace(line, state="waits", opened=0, label=""))
    yield SharingPage((), (OpenLinks(5, "Ŧøđ Škøł", few),))
    wide = tuple(OpenLinks(number, WIDE, (line,) * 5) for number in range(3))
    yield SharingPage((SHARE,), wide, others_share=True)
    for share in (SHARE, replace(SHARE, shares=False), replace(SHARE, stage=True)):
        yield SharingPage((share,))
        yield SharingPage((replace(share, owner=False),))
    yield SharingPage(
        tuple(
            replace(
                SHARE,
                enrolment=number,
                cohort=f"{number}{WIDE[:99]}",
                organisation=WIDE,
                coordinators=(WIDE,),
            )
            for number in range(3)
        )
    )


def own_samples(language: str) -> Iterator[tuple[Conversation, Page | None]]:
    """Each page over a question, and the invitation before the first one."""
    begun = Walk(SP).to_first_question().conversation
    there = replace(begun, language=language, inputs=replace(begun.inputs, organisation="Ŧøđ"))
    for page in (*invitations(), None):
        yield replace(there, state="joining", element=None, dimension=None, invitation=5), page
    for page in invitations():
        yield replace(there, panel=panel_of("j", 5)), page
    other = HabitPage("", "Africa/Nairobi")
    for habit in (
        other,
        replace(other, zone="Asia/Kathmandu", rest_days=(5, 6), reminders="on"),
        replace(other, reminders="off"),
        replace(other, stopped=True, snoozed_until=there.shown_at + timedelta(days=3)),
    ):
        yield replace(there, panel=panel_of("W")), habit
    for page_no in range(-(-len(CITIES) // CITIES_ON_A_PAGE)):
        yield replace(there, panel=panel_of("w", 0, page_no)), other
    for shared in shares():
        yield replace(there, panel=panel_of("s")), shared
        yield replace(there, panel=panel_of("U", 5)), shared
        yield replace(there, panel=panel_of("u", 5)), shared
    others = tuple((number, f"{number}{WIDE[:99]}") for number in range(1, 9))
    yield replace(there, panel=panel_of("k")), AskPage(HEAD.name)
    yield replace(there, panel=panel_of("k")), AskPage(WIDE, others)
    yield replace(there, panel=panel_of("k", 5)), AskPage(WIDE, here=False)
    yield replace(there, panel=panel_of("%")), ReportPage()
    yield replace(there, panel=panel_of("%", 5)), ReportPage(5)
    several = replace(there, several=True, inputs=replace(there.inputs, organisation="🌍" * 100))
    yield replace(several, panel=panel_of("%")), ReportPage()
    yield replace(several, panel=panel_of("%", 5)), ReportPage(5, "🌍" * 100)
    yield replace(there, panel="more"), MorePage(True, True)
    yield from evidence_samples(there)


def shared_summaries(language: str) -> Iterator[tuple[Conversation, SharedWith]]:
    """Summaries that coordinators of one cohort see, and of three with the longest names."""
    for there in samples():
        if there.state == "summary" and framework_of(there).result is not Result.FIT:
            for cohorts in ((HEAD.name,), (WIDE,) * 3):
                yield replace(there, language=language), SharedWith(cohorts)
