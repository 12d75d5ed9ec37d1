"""Everything that is kept about one person, as plain data: what /mydata gives. Nobody else's answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.programme.tables import (
    audit,
    cohort_right,
    coordinator,
    enrolment,
    habit,
    invitee,
    join_request,
    letter,
    link_use,
    note,
    question,
)
from storage.tables import (
    account,
    answer,
    answer_history,
    assessment,
    chat_message,
    chosen_action,
    conversation,
    job,
    link,
    membership,
    organisation,
    participation,
    person,
    set_aside,
)
from storage.team.tables import evidence, looking_back, open_consent

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
        queries |= _in_cohorts(chat) | _in_teams(chat)
        found = {name: await _rows(connection, query) for name, query in queries.items()}
    return {"conversation": [_plain(row) for row in chats]} | {
        name: [_plain(row) for row in rows] for name, rows in found.items() if rows
    }


def _in_cohorts(chat: dict[str, Any]) -> dict[str, Select[Any]]:
    """What coordinators keep of this person, and what is kept of them as a coordinator."""
    owned = select(membership.c.organisation_id).where(membership.c.person_id == chat["person_id"])
    came = select(link_use.c.enrolment_id).where(link_use.c.conversation_id == chat["id"])
    joined = or_(enrolment.c.organisation_id.in_(owned), enrolment.c.id.in_(came))
    theirs = select(enrolment.c.id).where(joined)
    account = (coordinator.c.channel == chat["channel"]) & (coordinator.c.external_id == chat["chat_id"])
    office = select(coordinator.c.id).where(account)
    to_them = note.c.enrolment_id.in_(theirs) & note.c.planned_at.is_not(None)
    of_chat = (habit, letter, question, join_request, link_use)
    return {
        **{each.name: select(each).where(each.c.conversation_id == chat["id"]) for each in of_chat},
        "invitee": select(invitee).where(invitee.c.person_id == chat["person_id"]),
        "enrolment": select(enrolment).where(joined),
        "coordinator": select(coordinator).where(account),
        "cohort_right": select(cohort_right).where(cohort_right.c.coordinator_id.in_(office)),
        "note": select(note).where(or_(note.c.coordinator_id.in_(office), to_them)),
        "audit": select(audit).where(
            or_(audit.c.coordinator_id.in_(office), audit.c.enrolment_id.in_(theirs))
        ),
    }


def _in_teams(chat: dict[str, Any]) -> dict[str, Select[Any]]:
    """What this person gave to teams beside answers: notes and proofs, consents, and invitations that they made."""
    mine = select(participation.c.id).where(participation.c.person_id == chat["person_id"])
    owned = select(membership.c.organisation_id).where(membership.c.person_id == chat["person_id"])
    # Not how often one was used, nor what is kept of its code.
    times = (link.c.created_at, link.c.ends_at, link.c.revoked_at)
    about = (link.c.id, link.c.kind, link.c.target, link.c.label, *times)
    made = link.c.target["by"].as_integer() == chat["person_id"]
    return {
        "evidence": select(evidence).where(evidence.c.participation_id.in_(mine)),
        "looking_back": select(looking_back).where(looking_back.c.participation_id.in_(mine)),
        "open_consent": select(open_consent).where(open_consent.c.person_id == chat["person_id"]),
        "link": select(*about).where(link.c.organisation_id.in_(owned), made),
    }


async def _rows(connection: AsyncConnection, query: Select[Any]) -> Rows:
    result = await connection.execute(query)
    return [dict(row._mapping) for row in result]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
