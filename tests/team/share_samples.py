"""Pages of sharing to draw: links in every state, the result behind one, peers, group chats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from flows.conversation import Conversation
from flows.desk import panel_of
from flows.pages import Page
from flows.share_pages import GroupsPage, PeersPage, SharedAction, SharedResultPage, ShareLine, SharesPage
from flows.team_pages import Position, TeamHead
from frameworks.settling import Settled, State, settle
from tests.flows.walks import Walk
from tests.programme.desk_samples import WIDE
from tests.screens_made import FRAMEWORKS, SP

UNTIL = datetime(2026, 12, 15, tzinfo=UTC)
HEAD = TeamHead(5, "Ŧøđ Škøł", "sp-1.0", Position.OWNER, 7)
ADDRESS = "https://t.me/tayari_bot?start=abcdefghijkl"


def shares() -> Iterator[SharesPage]:
    """Links as their owner sees them, and as those see them who have to agree."""
    states = ("open", "waits", "ended", "revoked")
    lines = tuple(
        ShareLine(number, state, UNTIL, number % 2 == 0, number == 1, number)
        for number, state in enumerate(states)
    )
    named = tuple(replace(line, label=WIDE[:40]) for line in lines)
    yield SharesPage(HEAD, ())
    yield SharesPage(HEAD, (), ready=False)
    yield SharesPage(HEAD, lines, ADDRESS)
    yield SharesPage(replace(HEAD, place=True), lines, ADDRESS, nobody_agrees=True)
    yield SharesPage(HEAD, named * 2, ADDRESS)
    yield SharesPage(replace(HEAD, place=True, organisation=WIDE), lines * 2, owner=False)


def results() -> Iterator[SharedResultPage]:
    """What a link shows: nothing for four reasons, all in place, nothing known, a place."""
    yield from (SharedResultPage(3, state) for state in ("ended", "revoked", "waits", "not_ready"))
    for key in ("sp-1.0", "ec-1.0"):
        framework = FRAMEWORKS[key]
        strong = {one.id: Settled(State.LEVEL, 3, 3, True) for one in framework.elements}
        options = {one.id: 1 for one in framework.elements if one.proof}
        ids = list(framework.action_by_id)[:4]
        actions = (
            SharedAction(ids[0], "2026-12-01", "", "Ąñå", False),
            SharedAction(ids[1], "", "tender", "", True),
            *(SharedAction(one, "2026-12-01", "", WIDE[:60], False) for one in ids[2:]),
        )
        result = SharedResultPage(
            3, "open", UNTIL, "Ŧøđ", key, people=5, day="2026-11-28", settled=strong, stage=True
        )
        yield result
        unshown = {one: replace(value, shown=False) for one, value in strong.items()}
        yield replace(result, settled=unshown)
        yield replace(result, shown_by=options, actions=actions, asked_for=True, organisation=WIDE)
        yield replace(result, settled=settle(framework, {}, None), people=1, stage=False)


def share_samples(language: str) -> Iterator[tuple[Conversation, Page | None]]:
    """Each page over a question."""
    there = replace(Walk(SP).to_first_question().conversation, language=language)
    for page in shares():
        yield replace(there, panel=panel_of("(s", 5)), page
        if page.owner and page.ready:
            yield replace(there, panel=panel_of("(L", 5, 3)), page
    for result in results():
        yield replace(there, panel=panel_of("(R", 3)), result
        yield replace(there, panel=panel_of("(V", 3)), replace(result, previewed=5)
    peers = PeersPage(HEAD, True, 5, (4, 9, 17), 12)
    for each in (
        peers,
        replace(peers, joined=False),
        replace(peers, quartiles=None),
        replace(peers, in_place=None),
    ):
        yield replace(there, panel=panel_of("(P", 5)), each
    for groups in (GroupsPage(HEAD, 0), GroupsPage(HEAD, 2, ADDRESS)):
        yield replace(there, panel=panel_of("(H", 5)), groups
