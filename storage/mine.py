"""Everything that is kept about one person, as plain data: what /mydata gives. Nobody else's answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.tables import (
    account,
    answer,
    answer_history,
    assessment,
    chat_message,
    chosen_action,
    conversation,
    job,
    membership,
    organisation,
    participation,
    person,
    set_aside,
)

Rows = list[dict[str, Any]]


async def all_of(engine: AsyncEngine, address: str) -> dict[str, Rows]:
    """Every row tied to the person of this chat, by table. Times are ISO 8601 in UTC."""
    async with engine.connect() as connection:
        chats = await _rows(connection, select(conversation).where(conversation.c.address == address))
        if not chats:
            return {}
        chat = chats[0]
        mine = select(participation.c.id).where(participation.c.person_id == chat["person_id"])
        rounds = select(participation.c.assessment_id).where(participation.c.id.in_(mine))
        owned = select(membership.c.organisation_id).where(membership.c.person_id == chat["person_id"])
        here = (set_aside.c.channel == chat["channel"], set_aside.c.bot_id == chat["bot_id"])
        queries: dict[str, Select[Any]] = {
            "person": select(person).where(person.c.id == chat["person_id"]),
            "account": select(account).where(account.c.person_id == chat["person_id"]),
            "organisation": select(organisation).where(organisation.c.id.in_(owned)),
            "membership": select(membership).where(membership.c.person_id == chat["person_id"]),
            "assessment": select(assessment).where(assessment.c.id.in_(rounds)),
            "participation": select(participation).where(participation.c.id.in_(mine)),
            "answer": select(answer).where(answer.c.participation_id.in_(mine)),
            "chosen_action": select(chosen_action).where(chosen_action.c.participation_id.in_(mine)),
            "answer_history": select(answer_history).where(
                or_(
                    answer_history.c.participation_id.in_(mine),
                    answer_history.c.person_id == chat["person_id"],
                )
            ),
            "chat_message": select(chat_message).where(chat_message.c.conversation_id == chat["id"]),
            "job": select(job).where(job.c.conversation_id == chat["id"]),
            "set_aside": select(set_aside).where(*here, set_aside.c.chat_id == chat["chat_id"]),
        }
        found = {name: await _rows(connection, query) for name, query in queries.items()}
    return {"conversation": [_plain(row) for row in chats]} | {
        name: [_plain(row) for row in rows] for name, rows in found.items() if rows
    }


async def _rows(connection: AsyncConnection, query: Select[Any]) -> Rows:
    result = await connection.execute(query)
    return [dict(row._mapping) for row in result]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
