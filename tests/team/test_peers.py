"""Comparison with peers: only for who takes part, only from five organisations, and only in batches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, insert, update

from flows.share_pages import PeersPage
from frameworks.load import shipped
from storage.tables import assessment, organisation
from storage.team.peers import refresh
from storage.team.tables import peer_figures, round_result, settled
from tests.flows.walks import BEGIN
from tests.frameworks.samples import SP
from tests.storage.support import one, rows
from tests.team.seats import Team


def closed_round(writer: Engine, in_place: int, organisation_id: int | None = None, **changes: Any) -> int:
    """The closed round of an organisation that takes part, with so many elements in place; its organisation."""
    with writer.begin() as connection:
        number = organisation_id or connection.scalar(
            insert(organisation).returning(organisation.c.id),
            {"kind": "organisation", "name": "One", "size": "small", "created_at": BEGIN, "peers": True}
            | changes,
        )
        its = connection.scalar(
            insert(assessment).returning(assessment.c.id),
            {
                "organisation_id": number,
                "framework": SP.id,
                "version": SP.version,
                "round_no": 2,
                "opened_at": BEGIN,
                "closed_at": BEGIN,
                "closes_on": "",
            },
        )
        put_result(connection, int(its or 0), in_place)
    return int(number or 0)


def put_result(connection: Connection, number: int, in_place: int) -> None:
    """What the closed round with this number left."""
    result = {"people": 2, "scope": "full", "profile": "direct", "sheet": [], "voices": {}}
    connection.execute(insert(round_result), {"assessment_id": number, "closed_how": "hand", **result})
    levels = (3 if place < in_place else 1 for place in range(len(SP.elements)))
    rows = [
        {
            "assessment_id": number,
            "element_id": element.id,
            "element_version": element.version,
            "state": "level",
            "low": level,
            "high": level,
            "shown": True,
            "agreed": False,
            "reason": "",
            "at": BEGIN,
        }
        for element, level in zip(SP.elements, levels, strict=True)
    ]
    connection.execute(insert(settled), rows)


def looked(writer: Engine) -> int:
    with writer.begin() as connection:
        return refresh(connection, {SP.key: SP}, BEGIN)


def test_five_make_a_figure_and_three_more_a_new_one(writer: Engine) -> None:
    for count in (4, 9, 11, 17):
        closed_round(writer, count)
    assert looked(writer) == 0

    closed_round(writer, 20)
    assert looked(writer) == 1
    assert one(writer, peer_figures).quartiles == [9, 11, 17]

    for count in (1, 2):
        closed_round(writer, count)
        assert looked(writer) == 0
    closed_round(writer, 3)
    assert looked(writer) == 1
    assert one(writer, peer_figures).organisations == 8


def test_who_does_not_take_part_or_has_another_size_counts_nowhere(writer: Engine) -> None:
    for count in (4, 9, 11, 17):
        closed_round(writer, count)
    closed_round(writer, 20, peers=False)
    closed_round(writer, 20, size="large")

    assert looked(writer) == 0
    assert rows(writer, peer_figures) == []


def test_the_owner_sees_quartiles_once_they_take_part(team: Team) -> None:
    for count in (4, 9, 11, 17, 20):
        closed_round(team.writer, count)
    looked(team.writer)
    ana = team.founder()
    team.answers(ana)
    here = team.organisation_of(ana)
    with team.writer.begin() as connection:
        connection.execute(update(organisation).where(organisation.c.id == here).values(size="small"))
    closed_round(team.writer, 12, here)

    before = team.opened(ana, "peers")
    team.act(ana, "join_peers", 0, 1)
    page = team.page(ana)

    assert isinstance(before, PeersPage)
    assert (before.joined, before.quartiles, before.in_place) == (False, None, None)
    assert isinstance(page, PeersPage)
    assert (page.organisations, page.quartiles, page.in_place) == (5, (9, 11, 17), 12)


def test_the_figures_are_of_the_frameworks_that_are_shipped(writer: Engine) -> None:
    with writer.begin() as connection:
        assert refresh(connection, dict(shipped()), BEGIN) == 0
