"""Which rounds are over by their day, and which will be tomorrow."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, select

from storage.tables import assessment, conversation


def due_rounds(connection: Connection, today: str) -> tuple[list[int], list[int]]:
    """The open rounds whose last day is over on this day (ISO date), and those that close by its morrow's end."""
    near = (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    rows = connection.execute(
        select(assessment.c.id, assessment.c.closes_on)
        .where(assessment.c.closed_at.is_(None), assessment.c.closes_on != "", assessment.c.closes_on <= near)
        .order_by(assessment.c.id)
    ).all()
    over = [row.id for row in rows if row.closes_on < today]
    return over, [row.id for row in rows if row.closes_on >= today]


def chat_number(connection: Connection, address: str) -> int | None:
    """The number of a chat."""
    return connection.scalar(select(conversation.c.id).where(conversation.c.address == address))
