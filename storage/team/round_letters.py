"""Letters about a round: it will close, it is closed, answers are open, a new one is open. One for each person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, true

from flows.team_pages import Position
from storage.programme.letters import Letter, new_letter, plan
from storage.programme.tables import letter
from storage.tables import answer, assessment, conversation, membership, participation
from storage.team.opened import is_open

CLOSING, CLOSED, NEW_ROUND, OPENED = "closing", "closed", "round_new", "opened"
ROUND_LETTERS = (CLOSING, CLOSED, NEW_ROUND, OPENED)


@dataclass(frozen=True, slots=True)
class Reached:
    """One person of a round and the chat where they are written to: at the round's check, or where they were last.

    `participation` is their part in this round, 0 where they have none; `position` is empty once they left.
    """

    person: int
    chat: int
    position: str
    participation: int
    done: bool
    answered: bool

    @property
    def leads(self) -> bool:
        return bool(self.position) and Position(self.position).leads


def plan_closing(connection: Connection, row: Row[Any], day: str, now: datetime) -> int:
    """Tell everybody who is not done that this round closes at the end of this day (ISO date); how many."""
    waiting = [each for each in people_of(connection, row) if each.position and not each.done]
    args = {"day": day}
    return _plan(connection, f"{CLOSING}:{row.id}:{day}", CLOSING, row, waiting, now, args)


def plan_letters(connection: Connection, kind: str, assessment_id: int, by: int | None, now: datetime) -> int:
    """Plan the letters of this kind about a round, as it stands now; nobody gets one twice. How many.

    Nothing is locked: whether a letter may go is judged when it is sent.
    """
    row = connection.execute(select(assessment).where(assessment.c.id == assessment_id)).first()
    if row is not None and kind == OPENED:
        return plan_opened(connection, row, by, now)
    if row is None or row.closed_at is not None:
        return 0
    if kind == NEW_ROUND:
        return plan_new(connection, row, by, now)
    return plan_closing(connection, row, row.closes_on, now) if row.closes_on else 0


def withdraw_closing(connection: Connection, assessment_id: int) -> None:
    """Take back what is not on its way: the round stays open, or is closed already. The same day may be set again."""
    mine = letter.c.key.like(f"{CLOSING}:{assessment_id}:%")
    connection.execute(delete(letter).where(mine, letter.c.status.in_(("planned", "withheld"))))


def plan_closed(connection: Connection, row: Row[Any], but: int | None, now: datetime) -> int:
    """Tell all who answered and all who lead that this round is closed, but for the chat that closed it."""
    told = [each for each in people_of(connection, row) if each.answered or each.leads]
    others = [each for each in told if each.chat != but]
    several = sum(each.answered for each in told) > 1
    return _plan(connection, f"{CLOSED}:{row.id}", CLOSED, row, others, now, {"several": several})


def plan_new(connection: Connection, row: Row[Any], by: int | None, now: datetime) -> int:
    """Tell all members but this person that this new round is open."""
    others = [each for each in people_of(connection, row) if each.position and each.person != by]
    return _plan(connection, f"{NEW_ROUND}:{row.id}", NEW_ROUND, row, others, now, {})


def plan_opened(connection: Connection, row: Row[Any], by: int | None, now: datetime) -> int:
    """Tell all who answered that they see each other's levels now, but for who said the last yes."""
    if not is_open(connection, row.id):
        return 0
    others = [each for each in people_of(connection, row) if each.answered and each.person != by]
    return _plan(connection, f"{OPENED}:{row.id}", OPENED, row, others, now, {})


def why_not(connection: Connection, held: Letter) -> str:
    """Why this letter about a round is not sent any more; empty where it may go."""
    row = connection.execute(
        select(assessment).where(assessment.c.id == held.args.get("assessment", 0))
    ).first()
    if row is None:
        return "left"
    chat = held.conversation_id
    its = next((each for each in people_of(connection, row, chat) if each.chat == chat), None)
    if its is None or (held.kind != CLOSED and not its.position):
        return "left"
    if held.kind == CLOSED:
        return ""
    if held.kind == OPENED:
        return "" if its.answered and is_open(connection, row.id) else "nothing_left"
    if row.closed_at is not None:
        return "closed"
    if held.kind == NEW_ROUND:
        return "done" if its.answered else ""
    if row.closes_on != held.args.get("day"):
        return "cancelled"
    return "done" if its.done else ""


def people_of(connection: Connection, row: Row[Any], chat: int | None = None) -> list[Reached]:
    """Everybody who is in the organisation of this round or takes part in it, each once, or all in this chat."""
    here = participation.c.assessment_id == row.id
    there = (membership.c.person_id == conversation.c.person_id) & (
        membership.c.organisation_id == row.organisation_id
    )
    answered = select(answer.c.element_id).where(answer.c.participation_id == participation.c.id).exists()
    found = connection.execute(
        select(
            conversation.c.id,
            conversation.c.person_id,
            conversation.c.participation_id,
            membership.c.position,
            participation.c.id.label("part"),
            participation.c.finished_at,
            answered.label("answered"),
        )
        .outerjoin(membership, there)
        .outerjoin(participation, (participation.c.person_id == conversation.c.person_id) & here)
        .where(membership.c.id.is_not(None) | participation.c.id.is_not(None))
        .where(true() if chat is None else conversation.c.id == chat)
        .order_by(conversation.c.changed_at.desc(), conversation.c.id)
    ).all()
    reached: dict[int, Row[Any]] = {}
    for each in found:
        if each.person_id not in reached or (each.part and each.participation_id == each.part):
            reached[each.person_id] = each
    return [_reached(each) for _person, each in sorted(reached.items())]


def _reached(row: Row[Any]) -> Reached:
    return Reached(
        row.person_id,
        row.id,
        row.position or "",
        row.part or 0,
        row.finished_at is not None,
        bool(row.answered),
    )


def _plan(
    connection: Connection,
    key: str,
    kind: str,
    row: Row[Any],
    people: Iterable[Reached],
    now: datetime,
    args: dict[str, Any],
) -> int:
    about = {"organisation": row.organisation_id, "assessment": row.id, "round": row.round_no, **args}
    rows = [
        new_letter(
            f"{key}:{each.chat}",
            kind,
            each.chat,
            now,
            participation_id=each.participation or _last_part(connection, row, each.person),
            args={**about, "leads": each.leads, "answered": each.answered},
        )
        for each in people
    ]
    plan(connection, rows)
    return len(rows)


def _last_part(connection: Connection, row: Row[Any], person_id: int) -> int | None:
    """Their part in the last round of this check that they took part in."""
    return connection.scalar(
        select(participation.c.id)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .where(
            participation.c.person_id == person_id,
            assessment.c.organisation_id == row.organisation_id,
            assessment.c.framework == row.framework,
        )
        .order_by(assessment.c.round_no.desc(), participation.c.id.desc())
        .limit(1)
    )
