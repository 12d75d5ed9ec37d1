"""Forgetting somebody in a cohort: nothing of theirs is left, others keep theirs, the log keeps what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import ChatKey
from flows.pages import Status
from storage.forgetting import forget, forget_checks
from storage.mine import all_of
from storage.programme import asked, invitations, progress, sharing
from storage.programme import tables as cohort_tables
from storage.programme.audit import note_act
from storage.programme.habits import set_zone
from storage.programme.rights import OPERATOR, Actor
from storage.programme.tables import (
    audit,
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
from storage.tables import conversation, link, membership, metadata, organisation, participation
from tests.programme.invited import Door
from tests.programme.joined import NOON

MINE = ("Amina", "amina", "+254 700", "Red Cross of mine", "What do I owe?", "Dear A")
GRACE = 900


@pytest.fixture
def door(writer: Engine) -> Door:
    return Door.build(writer)


def texts(writer: Engine) -> str:
    """All that stands in any table, whatever its kind."""
    with writer.connect() as here:
        return "\n".join(
            f"{name}: {tuple(row)}"
            for name, table in metadata.tables.items()
            for row in here.execute(select(table))
        )


def found(writer: Engine) -> list[str]:
    everything = texts(writer)
    return [each for each in MINE if each in everything]


def begin(door: Door, chat: int, number: int, name: str) -> None:
    """The check is begun for an organisation of this name, as the way in does."""
    part = door.made.begin(chat, number)
    round_id = door.made.row(participation, id=part).assessment_id
    owner = door.made.row(enrolment, id=number).organisation_id
    door.made.change(organisation, owner, name=name)
    person = door.made.row(conversation, id=chat).person_id
    with door.writer.begin() as here:
        here.execute(insert(membership), {"person_id": person, "organisation_id": owner, "roles": []})
        invitations.tie(here, number, owner, round_id, name)


def live(door: Door, chat: int, number: int) -> None:
    """Leave a row in every table of cohorts that can hold one of a person."""
    made, lead = door.made, Actor(door.made.rows(coordinator)[0].id, True)
    person = made.row(conversation, id=chat).person_id
    with door.writer.begin() as here:
        set_zone(here, chat, "Africa/Nairobi")
        (asked_now,) = asked.ask(here, chat, person, "", "What do I owe?", NOON)
        asked.answer(here, lead, asked_now, "Nothing.", NOON)
        sharing.end_share(here, person, number, NOON)
        note_act(here, lead, door.cohort, "note_sent", NOON, number, note=1)
        link_id = here.scalar(select(link.c.id).limit(1))
        here.execute(insert(join_request), {"link_id": link_id, "conversation_id": chat, "at": NOON})
    made.note(door.cohort, enrolment_id=number, text="Dear A, how is it?")


def came(door: Door, number: int = 7, *, listed: bool = True) -> tuple[int, int]:
    """Somebody of the list, or nobody's, who joined, began, asked and was written to: chat and enrolment."""
    if not door.made.rows(coordinator):
        door.made.coordinator(door.cohort, external_id=GRACE)
        door.made.chat(GRACE)
    chat = door.made.chat(number)
    if listed:
        _, (amina,) = door.listed("On the list", "Amina")
        door.made.change(invitee, amina, contact="+254 700")
        _, code = door.issue("one", invitee=amina, label="for Amina")
    else:
        _, code = door.issue("many")
    enrolled = door.join(code, chat)
    begin(door, chat, enrolled, "Red Cross of mine")
    live(door, chat, enrolled)
    return chat, enrolled


def forgotten(door: Door, chat: int) -> None:
    here = door.made.row(conversation, id=chat)
    with door.writer.begin() as connection:
        forget(connection, ChatKey(here.channel, here.bot_id, here.chat_id), here.person_id, NOON)


def head_counts(door: Door) -> Mapping[Status, int]:
    with door.writer.begin() as here:
        return progress.cohort_page(here, OPERATOR, door.cohort, NOON).counts


def test_a_life_in_a_cohort_leaves_a_row_in_every_table_of_cohorts(door: Door) -> None:
    """So that a table added later cannot be left out below. Bots are nobody's."""
    came(door)
    tables = {each for each in vars(cohort_tables).values() if isinstance(each, Table)}

    assert {table.name for table in tables if not door.made.rows(table)} == {"known_bot"}


def test_of_somebody_on_the_list_nothing_is_left_but_the_place_on_it(door: Door, writer: Engine) -> None:
    chat, number = came(door)
    assert set(found(writer)) == set(MINE)
    forgotten(door, chat)

    assert found(writer) == []
    row = door.made.row(enrolment, id=number)
    assert (row.name, row.organisation_id, row.assessment_id) == ("On the list", None, None)
    assert (row.joined_at, row.share_from, row.share_until) == (None, None, None)
    for table in (habit, question, join_request, note):
        assert door.made.rows(table) == []
    assert head_counts(door)[Status.INVITED] == 1


def test_the_log_and_the_use_of_the_link_stay_and_name_nobody(door: Door) -> None:
    chat, number = came(door)
    before = [(row.act, row.at) for row in door.made.rows(audit)]
    forgotten(door, chat)

    assert [(row.act, row.at) for row in door.made.rows(audit)] == before
    assert {"answered", "share_ended", "note_sent"} <= {act for act, _at in before}
    (use,) = door.made.rows(link_use)
    assert (use.conversation_id, use.enrolment_id) == (None, number)
    assert door.made.row(link).uses == 1
    # What coordinators were told of the question is drawn anew before it goes, and there is no question any more.
    assert {row.kind for row in door.made.rows(letter)} == {"asked"}


def test_an_organisation_on_no_list_goes_with_its_last_person(door: Door, writer: Engine) -> None:
    chat, number = came(door, listed=False)
    assert door.made.row(enrolment, id=number).name == "Red Cross of mine"
    forgotten(door, chat)

    assert found(writer) == []
    assert door.made.rows(enrolment) == []
    assert sum(head_counts(door).values()) == 0
    assert {row.enrolment_id for row in door.made.rows(audit)} == {None}


def test_who_comes_again_is_met_as_new_and_decides_anew_what_is_shared(door: Door) -> None:
    chat, number = came(door)
    forgotten(door, chat)
    _, code = door.issue("one")
    again = door.made.chat(7)
    opened = door.open(code, again)

    assert opened is not None
    assert (opened.state, opened.asks_sharing, opened.organisation) == ("open", True, "")
    assert number


def test_others_in_the_cohort_lose_nothing(door: Door, writer: Engine) -> None:
    chat, _ = came(door, listed=False)
    others = {
        name: rows for name, rows in snapshot(writer).items() if name not in {"link", "letter", "audit"}
    }
    letters = {row.id for row in door.made.rows(letter)}
    second, _ = came(door, 8)
    forgotten(door, second)

    after = snapshot(writer)
    kept = {name: [row for row in after[name] if row in rows] for name, rows in others.items()}
    assert kept == others
    assert letters <= {row.id for row in door.made.rows(letter)}
    assert door.made.row(conversation, id=chat)


def snapshot(writer: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with writer.connect() as here:
        return {
            name: [tuple(row) for row in here.execute(select(table))]
            for name, table in metadata.tables.items()
        }


def test_a_name_goes_with_a_check_that_became_too_old_while_the_person_stays(
    door: Door, writer: Engine
) -> None:
    chat, _ = came(door, listed=False)
    here = door.made.row(conversation, id=chat)
    door.made.change(conversation, chat, participation_id=None)
    with writer.begin() as connection:
        forget_checks(connection, here.person_id, [here.participation_id], NOON)

    assert "Red Cross of mine" not in texts(writer)
    assert door.made.row(conversation, id=chat).person_id == here.person_id


@pytest.mark.parametrize("removed_at", [None, NOON + timedelta(days=1)])
def test_a_coordinator_stays_in_office_and_a_former_one_goes_whole(
    door: Door, writer: Engine, removed_at: Any
) -> None:
    came(door)
    grace = door.made.row(coordinator)
    door.made.change(coordinator, grace.id, removed_at=removed_at)
    forgotten(door, door.made.row(conversation, chat_id=GRACE).id)

    assert [row.id for row in door.made.rows(coordinator)] == ([] if removed_at else [grace.id])
    acts = door.made.rows(audit)
    assert {row.act for row in acts} >= {"answered", "note_sent"}
    assert ("Chris" in texts(writer)) == (removed_at is None)


async def test_my_data_holds_what_a_cohort_keeps_of_me_and_nobody_elses(
    door: Door, reader: AsyncEngine
) -> None:
    chat, number = came(door)
    other, _ = came(door, 8, listed=False)
    drafted = door.made.note(door.cohort, enrolment_id=number, status="draft", planned_at=None)
    mine = await all_of(reader, "telegram:1:7")
    theirs = await all_of(reader, "telegram:1:8")

    held = {"habit", "letter", "question", "join_request", "link_use", "enrolment", "audit", "note"}
    assert held <= set(mine)
    assert held <= set(theirs)
    assert [row["name"] for row in mine["invitee"]] == ["Amina"]
    assert "invitee" not in theirs
    assert "coordinator" not in mine
    assert drafted not in {row["id"] for row in mine["note"]}
    for name in held:
        keys = [
            {row["id" if "id" in row else "conversation_id"] for row in each[name]} for each in (mine, theirs)
        ]
        assert keys[0] and not keys[0] & keys[1], name
    assert {row["conversation_id"] for row in mine["letter"]} == {chat} != {other}


async def test_my_data_of_a_coordinator_holds_their_office_and_what_they_wrote(
    door: Door, reader: AsyncEngine
) -> None:
    came(door)
    grace = door.made.row(coordinator).id
    drafted = door.made.note(cohort_id=door.cohort, coordinator_id=grace, status="draft", text="Dear all")
    mine = await all_of(reader, f"telegram:1:{GRACE}")

    assert [row["name"] for row in mine["coordinator"]] == ["Chris"]
    assert [row["right"] for row in mine["cohort_right"]] == ["lead"]
    assert [row["id"] for row in mine["note"]] == [drafted]
    assert {row["act"] for row in mine["audit"]} == {"answered", "note_sent"}
    assert "question" not in mine
    assert "invitee" not in mine
