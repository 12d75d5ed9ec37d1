"""A cohort of 5,000: its pages, notes to all, reminders, lists and files. Every page finds its rows by an index."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, event, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting.export import write_export
from bot.words import load_words
from flows.desk import ACTS, PAGES, TEXTS, Act
from flows.events import ChatKey
from frameworks.load import shipped
from storage.engine import reader_engine, writer_engine
from storage.loading import load
from storage.programme.desk import perform
from storage.programme.reminders import plan_reminders
from storage.programme.rights import OPERATOR
from storage.programme.tables import coordinator, enrolment, letter, link_use
from storage.records import address_of
from storage.tables import conversation, link
from tests.programme.joined import NOON
from tests.programme.many import fill
from tests.programme.moving import Moving
from tests.programme.test_desk_rights import asked_for
from tests.programme.two_cohorts import build
from tests.rig import Rig
from tests.screens_made import KNOWLEDGE
from tests.telegram_world import Person

MANY, LEAD = 5000, 900_000
SILENT_SINCE = NOON - timedelta(days=3)
MEGABYTE = 2**20
# Lists made on the way, and nothing that grows with all there is.
MADE_ON_THE_WAY = ("ranked", "statuses", "anon_1", "CONSTANT", "(subquery")


def made(engine: Engine) -> Moving:
    """The cohort, with everybody come by one link; the half that is not done has been silent since the 9th."""
    group = Moving(engine)
    fill(group, MANY)
    group.made.use(1, group.cohort, 1)
    came = {"link_id": group.made.row(link_use).link_id, "at": SILENT_SINCE}
    others = [{**came, "conversation_id": key, "enrolment_id": key} for key in range(2, MANY + 1)]
    with engine.begin() as here:
        here.execute(insert(link_use), others)
        here.execute(update(link_use).values(at=SILENT_SINCE))
        here.execute(update(conversation).values(changed_at=SILENT_SINCE))
        here.execute(update(enrolment).values(share_from=NOON, share_until=NOON + timedelta(days=90)))
        here.execute(text("ANALYZE"))
        if engine.dialect.name == "postgresql":
            # Its counters know nothing of rows that were given their numbers.
            for name in ("person", "organisation", "assessment", "participation", "conversation"):
                here.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {MANY})"))
    return group


async def press(rig: Rig, who: Person, *labels: str) -> None:
    for label in labels:
        await rig.do(who.press(label))


def coordinator_of(rig: Rig) -> Person:
    """Their coordinator, in a chat of their own."""
    with rig.writer.begin() as here:
        here.execute(update(coordinator).values(external_id=LEAD))
    return rig.person(LEAD)


def numbers(rig: Rig) -> Counter[str]:
    """How many letters of a note there are in each status."""
    with rig.writer.begin() as here:
        of_note = select(letter.c.status, func.count()).where(letter.c.kind == "note")
        rows = here.execute(of_note.group_by(letter.c.status))
        return Counter({row[0]: row[1] for row in rows})


@pytest.mark.slow
@pytest.mark.virtual
async def test_a_coordinator_reads_and_writes_to_five_thousand(rig: Rig) -> None:
    made(rig.writer)
    chris = coordinator_of(rig)
    await rig.do(chris.command("/cohorts"))
    assert "2,500 of 5,000" in chris.screen().text
    await press(rig, chris, "1. North", "Progress")
    assert "Page 1 of 625" in chris.screen().text
    assert "Most people stop at: Skill with data (2,500)" in chris.screen().text
    await press(rig, chris, "2,500 half-way", "Further")
    assert "Page 2 of 313" in chris.screen().text
    await press(rig, chris, "Question by question", "Further", "Further")
    assert "Answered: 2,500. Don't know or does not apply: 0. Not there yet: 2,500." in chris.screen().text
    await press(rig, chris, "Back", "Write to everyone")
    await rig.do(chris.say("How is it going?"))
    assert "5,000 people" in chris.screen().text
    await press(rig, chris, "Send")

    await rig.work()

    assert numbers(rig).total() == MANY
    with rig.writer.begin() as here:
        assert here.scalar(select(func.count(letter.c.key.distinct())).where(letter.c.kind == "note")) == MANY
    await press(rig, chris, "Stop sending")
    found = numbers(rig)
    assert found["sent"] + found["failed"] + found["withheld"] == MANY
    assert found["withheld"] > MANY * 0.9


@pytest.mark.slow
async def test_everybody_who_is_due_is_planned_once(writer: Engine, readers: list[AsyncEngine]) -> None:
    """Planned in batches, by three workers at once."""
    made(writer)
    morning = NOON - timedelta(days=1, hours=3, minutes=30)

    found = [asyncio.ensure_future(plan_reminders(each, morning, "UTC")) for each in readers]
    await asyncio.gather(*found)

    with writer.begin() as here:
        planned = here.execute(select(letter.c.conversation_id, letter.c.due_at)).all()
    assert sorted(row.conversation_id for row in planned) == list(range(2, MANY + 1, 2))
    assert {row.due_at for row in planned} == {NOON - timedelta(days=1, hours=3)}


@pytest.mark.slow
@pytest.mark.virtual
async def test_a_list_of_five_thousand_lines_is_read_and_stored_in_the_chat(rig: Rig) -> None:
    Moving(rig.writer)
    chris = coordinator_of(rig)
    lines = [f"House {number},Ann {number},en,+254 {number}" for number in range(MANY)]
    data = "\n".join(["organisation,person,language,contact", *lines]).encode()
    await rig.do(chris.command("/cohorts"))
    await press(rig, chris, "1. North")
    await press(rig, chris, "Import a list")
    await rig.do(chris.send_document("list.csv", data=data))
    await rig.work()
    assert "People: 5,000 new, 0 changed, 0 as before." in chris.screen().text
    await press(rig, chris, "Store this list")
    await rig.work()
    assert chris.screen().text.startswith("Your list is stored.\nOrganisations: 5,000 new")

    await press(rig, chris, "Invitations", "A file with a link for each")
    await rig.work()
    (links,) = chris.documents
    assert links.content.count(b"start=") == MANY
    with rig.writer.begin() as here:
        assert here.scalar(select(func.count()).select_from(link)) == MANY


@pytest.mark.slow
async def test_a_file_of_five_thousand_is_written_in_bounded_memory(
    sqlite_database: str, tmp_path: Path
) -> None:
    writer, reader = writer_engine(sqlite_database, durable=False), reader_engine(sqlite_database)
    group, path = made(writer), tmp_path / "cohort.zip"
    told: list[tuple[int, int]] = []
    tracemalloc.start()
    written = await write_export(
        *(reader, shipped(), load_words()["en"], OPERATOR, group.cohort, "csv", path, NOON),
        lambda done, of_all: told.append((done, of_all)),
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    writer.dispose()
    await reader.dispose()

    assert (written.organisations, told[0], told[-1]) == (MANY, (0, MANY), (MANY, MANY))
    with ZipFile(path) as archive:
        rows = {name: archive.read(name).count(b"\n") for name in archive.namelist()}
    assert rows["organisations.csv"] == MANY + 1
    assert peak < 10 * MEGABYTE, f"{peak / MEGABYTE} megabytes"


@pytest.mark.virtual
async def test_no_page_and_no_act_reads_a_whole_table(sqlite_database: str) -> None:
    """What a coordinator looks at hangs on their own cohort alone, however many others there are."""
    rig = Rig.build(sqlite_database)
    north, _south = build(rig)
    await rig.do(rig.person(901).command("/cohorts"))
    acts = [
        Act((PAGES | TEXTS | ACTS)[verb], number, extra, said)
        for verb, number, extra in [*asked_for(north, 2), ("H", 0, 0), ("W", 0, 0), ("s", 0, 0)]
        for said in (("", "2029-12-31") if verb in TEXTS else ("",))
    ]
    steps = {act.name: plans(rig, act) for act in acts}
    await rig.close()

    whole = {
        (name, step)
        for name, found in steps.items()
        for step in found
        if step.startswith("SCAN") and not step.removeprefix("SCAN ").startswith(MADE_ON_THE_WAY)
    }
    assert whole == set()
    assert sum(map(len, steps.values())) > 300


def plans(rig: Rig, act: Act) -> list[str]:
    """How SQLite finds the rows for this act of the lead; nothing of it stays."""
    seen: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        seen.setdefault(statement, values[0] if many else values)

    address = address_of(ChatKey("telegram", 1, 901))
    with rig.writer.connect() as here, here.begin() as nothing_stays:
        held = load(here, [address])[address]
        event.listen(rig.writer, "before_cursor_execute", note)
        perform(here, held, held.conversation, act, None, KNOWLEDGE, rig.core.clock.now())
        event.remove(rig.writer, "before_cursor_execute", note)
        found = [
            step[3]
            for statement, values in seen.items()
            if not statement.startswith(("BEGIN", "PRAGMA"))
            for step in here.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
        nothing_stays.rollback()
    return found


async def test_planning_reminders_goes_through_no_answers_letters_or_people(sqlite_database: str) -> None:
    """Once a minute, for as long as it runs: all cohorts, and all who said how to be written to, are looked at."""
    writer, reader = writer_engine(sqlite_database, durable=False), reader_engine(sqlite_database)
    group = Moving(writer)
    group.organisation("A", 1)
    seen: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        seen.setdefault(statement, values[0] if many else values)

    event.listen(reader.sync_engine, "before_cursor_execute", note)
    assert await plan_reminders(reader, NOON + timedelta(days=2, hours=-3), "UTC") == 1
    event.remove(reader.sync_engine, "before_cursor_execute", note)
    with writer.connect() as here:
        steps = [
            step[3]
            for statement, values in seen.items()
            if not statement.startswith(("BEGIN", "PRAGMA"))
            for step in here.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    writer.dispose()
    await reader.dispose()

    assert {step for step in steps if step.startswith("SCAN")} <= {"SCAN cohort", "SCAN habit"}
    assert len(steps) > 10


async def test_postgresql_compiles_no_statement(writer: Engine, reader: AsyncEngine) -> None:
    """Compiling a page of 5,000 took a second, and running it a tenth of that."""
    if writer.dialect.name == "postgresql":
        with writer.connect() as here:
            assert here.scalar(text("SHOW jit")) == "off"
        async with reader.connect() as there:
            assert await there.scalar(text("SHOW jit")) == "off"
