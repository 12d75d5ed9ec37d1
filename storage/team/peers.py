"""Comparison with peers: by opt-in, of closed rounds, within one version and size, and refreshed only in batches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from flows.share_pages import PeersPage
from flows.team_pages import TeamHead
from flows.team_results import ClosedRound
from frameworks.model import Framework
from frameworks.peers import Figure, Kind, Peer, Quartiles, refreshed
from frameworks.place_card import printed
from frameworks.scoring import score
from frameworks.values import Scope
from storage.tables import assessment, organisation
from storage.team.positions import require_owner
from storage.team.result_shared import is_owners
from storage.team.results import frozen
from storage.team.rounds import rounds_of
from storage.team.tables import peer_figures


def take_part(connection: Connection, person_id: int | None, organisation_id: int, *, on: bool) -> None:
    """Take part in comparing with peers from now on, or not any more. Raises NotYours for all but the owner."""
    require_owner(connection, person_id, organisation_id)
    connection.execute(update(organisation).where(organisation.c.id == organisation_id).values(peers=on))


def peers_page(
    connection: Connection, person_id: int | None, head: TeamHead, frameworks: Mapping[str, Framework]
) -> PeersPage:
    """How many are in place among organisations like this one, for an owner who takes part too.

    Raises NotYours for all but the owner.
    """
    require_owner(connection, person_id, head.organisation_id)
    its = connection.execute(select(organisation).where(organisation.c.id == head.organisation_id)).one()
    if not its.peers:
        return PeersPage(head, joined=False)
    newest = _newest_round(connection, head.organisation_id, head.framework)
    own = None if newest is None else in_place(newest, frameworks)
    row = connection.execute(
        select(peer_figures).where(
            peer_figures.c.framework == head.framework, peer_figures.c.size == its.size
        )
    ).first()
    if row is None or own is None:
        return PeersPage(head, joined=True, in_place=own)
    first, middle, third = row.quartiles
    return PeersPage(head, True, row.organisations, (first, middle, third), own)


def in_place(found: ClosedRound, frameworks: Mapping[str, Framework]) -> int | None:
    """How many elements of a closed full round are in place, as it is printed; None for a quick one."""
    framework = frameworks.get(found.framework)
    if framework is None or found.scope is not Scope.FULL:
        return None
    if found.place:
        seen = printed(framework, found.place, found.profile, found.scope, closed=True)
        return None if seen is None else sum(count.in_place for count in seen.card.dimensions)
    card = score(framework, found.settled, found.profile or None, found.scope)
    return sum(count.in_place for count in card.dimensions)


def refresh(connection: Connection, frameworks: Mapping[str, Framework], now: datetime) -> int:
    """Work the figures out anew where enough new organisations take part; how many figures are new."""
    before = _figures(connection)
    after = refreshed(before, _peers(connection, frameworks))
    new = {kind: figure for kind, figure in after.items() if before.get(kind) != figure}
    for (framework, size), figure in new.items():
        values = {
            "organisations": len(figure.organisations),
            "quartiles": [figure.quartiles.first, figure.quartiles.middle, figure.quartiles.third],
            "of": json.dumps(sorted(figure.organisations)),
            "made_at": now,
        }
        this = (peer_figures.c.framework == framework) & (peer_figures.c.size == size)
        if not connection.execute(update(peer_figures).where(this).values(values)).rowcount:
            connection.execute(insert(peer_figures), {"framework": framework, "size": size, **values})
    return len(new)


def _figures(connection: Connection) -> dict[Kind, Figure]:
    return {
        (row.framework, row.size): Figure(frozenset(json.loads(row.of)), Quartiles(*row.quartiles))
        for row in connection.execute(select(peer_figures))
    }


def _peers(connection: Connection, frameworks: Mapping[str, Framework]) -> list[Peer]:
    """Every organisation that takes part, with its newest closed round of each check."""
    found = []
    taking_part = connection.execute(
        select(organisation).where(organisation.c.peers).order_by(organisation.c.id)
    )
    for its in taking_part.all():
        for key in frameworks:
            newest = _newest_round(connection, its.id, key)
            count = None if newest is None else in_place(newest, frameworks)
            if count is not None:
                found.append(Peer(its.id, key, its.size, count))
    return found


def _newest_round(connection: Connection, organisation_id: int, framework: str) -> ClosedRound | None:
    """The newest closed round; None where a colleague of the owner alone answered it."""
    closed = rounds_of(organisation_id, framework).where(assessment.c.closed_at.is_not(None))
    newest = connection.execute(closed.limit(1)).first()
    found = None if newest is None else frozen(connection, newest.id)
    if found is None or (found.people == 1 and not is_owners(connection, found.assessment_id)):
        return None
    return found
