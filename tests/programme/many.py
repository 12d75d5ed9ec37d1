"""A cohort of thousands, made by the database itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Table, insert, literal, select

from storage.programme.tables import enrolment
from storage.tables import answer, assessment, conversation, organisation, participation, person
from tests.programme.joined import NOON
from tests.programme.moving import DAY, ELEMENTS, Moving

REACHED = 14


LONG_AGO = NOON - DAY - timedelta(hours=1)
CONSENT = {"consent_version": "1", "consent_language": "en", "consented_at": NOON}
OPENED = {"framework": "sp", "version": "1.0", "round_no": 1, "opened_at": NOON}
PART = {"scope": "full", "profile": "", "consent_version": "1", "started_at": NOON, "run": 0}
LISTED = {"code": "", "added_at": NOON, "joined_at": NOON, "share_stage": False}
CHAT = {
    "channel": "telegram",
    "bot_id": 1,
    "framework": "sp-1.0",
    "language": "en",
    "state": "asking",
    "element": ELEMENTS[REACHED],
    "run": 0,
    "place_no": 0,
    "revision": 0,
    "reviewed": False,
    "shown": 0,
    "shown_at": LONG_AGO,
    "changed_at": LONG_AGO,
}


def fill(group: Moving, number: int) -> None:
    """So many organisations of one person: every other one done, the rest silent at the fifteenth question."""
    keys = range(1, number + 1)
    named = ((key, {"name": f"Org {key}"}) for key in keys)
    _put(group, person, [{"id": key, **CONSENT} for key in keys])
    _put(
        group,
        organisation,
        [{"id": key, **name, "kind": "provider", "created_at": NOON} for key, name in named],
    )
    _put(group, assessment, [{"id": key, "organisation_id": key, **OPENED} for key in keys])
    done = (NOON if key % 2 else None for key in keys)
    theirs = ({"id": key, "assessment_id": key, "person_id": key, **PART} for key in keys)
    _put(group, participation, [{**each, "finished_at": at} for each, at in zip(theirs, done, strict=True)])
    _put(group, conversation, [_chat(key) for key in keys])
    _put(group, enrolment, [_enrolled(group, key) for key in keys])
    _answer(group)


def _chat(key: int) -> dict[str, Any]:
    ids = {"chat_id": key, "person_id": key, "participation_id": key}
    return {"address": f"telegram:1:{key}", **ids, **CHAT}


def _enrolled(group: Moving, key: int) -> dict[str, Any]:
    tied = {"cohort_id": group.cohort, "organisation_id": key, "assessment_id": key}
    return {"name": f"Org {key}", "key": f"org {key}", **tied, **LISTED}


def _put(group: Moving, table: Table, values: list[dict[str, Any]]) -> None:
    with group.writer.begin() as here:
        here.execute(insert(table), values)


def _answer(group: Moving) -> None:
    said = {
        "said": "level",
        "level": 2,
        "kept": False,
        "seconds": 1,
        "element_version": 1,
        "run": 0,
        "at": NOON,
    }
    with group.writer.begin() as here:
        for place, element in enumerate(ELEMENTS):
            values = {"element_id": element, **said}
            columns = (literal(value, answer.c[name].type) for name, value in values.items())
            given = select(participation.c.id, *columns)
            if place >= REACHED:
                given = given.where(participation.c.finished_at.is_not(None))
            here.execute(insert(answer).from_select(["participation_id", *values], given))
