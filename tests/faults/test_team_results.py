"""Results of teams: what does not apply, nothing that counts, halves, and texts of any length."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from io import StringIO

import pytest
from sqlalchemy import insert, select, update

from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from storage.records import answer_fields
from storage.tables import answer, assessment, membership, participation, person
from storage.team.tables import round_result, settled
from tests.faults.conftest import Start
from tests.faults.small import Q1, Q2, Q3, all_may_not_apply, wide, without_q3
from tests.faults.teams import closes, labels, reads, sheet, team_of
from tests.faults.test_secrets import logs as logs
from tests.faults.test_texts import nothing_was_refused, wide_way_in
from tests.faults.walking import conversation, count, finish, press, press_nth, rows, say
from tests.frameworks.samples import answers as read
from tests.rig import Rig

# What is counted and said is the same on both kinds of database: one is enough.
pytestmark = [pytest.mark.virtual, pytest.mark.parametrize("database_kind", ["sqlite"])]


async def test_what_does_not_apply_to_a_team_leaves_its_result_as_if_it_were_not_there(start: Start) -> None:
    """B12: three say so of Q3, one by one or in the meeting, against a team whose framework has no Q3."""
    with_it, without = start(), start(framework=without_q3())
    without.world.updates.next_id += 1_000_000
    results = []
    for rig, numbers in ((with_it, (1, 2, 3)), (without, (4, 5, 6))):
        people = await team_of(rig, *numbers)
        for who in people:
            await press(rig, who, "4 ", "4 ")
            if rig is with_it:
                await press(rig, who, "Does not apply", "We have none")
            await finish(rig, who)
        await closes(rig, people[0])
        await say(rig, people[0], "/result")
        results.append(people[0].screen().text)

    assert "Governance 2 of 2 (1 does not apply). Finance 0 of 3." in results[0]
    assert "Governance 2 of 2. Finance 0 of 3." in results[1]
    for line in ("In place: 2. Started: 3. Not yet: 0.", "Stage: Building."):
        assert all(line in text for text in results)
    (row,) = rows(with_it, select(settled).where(settled.c.element_id == Q3))
    assert row.state == "not_applicable"
    table = csv.DictReader(
        StringIO((await reads(with_it, with_it.person(1), "For a spread")).lstrip("\ufeff"))
    )
    (its,) = (each for each in table if each["element"] == Q3)
    assert (its["level"], its["word"]) == ("", "not_applicable")


@pytest.mark.parametrize("way", ["Does not apply", "Don't know"])
async def test_where_nothing_counts_for_a_team_the_reason_is_said(start: Start, way: str) -> None:
    """B73: everything does not apply, or nobody knows anything: no stage and its reason, on screen and on paper."""
    rig = start(framework=all_may_not_apply())
    people = await team_of(rig, 1, 2, 3)
    for who in people:
        while conversation(rig, who).state != "summary":
            state = conversation(rig, who).state
            asked = (way, "We have none" if way == "Does not apply" else "Skip")
            await press(
                rig, who, *{"asking": asked, "reviewing": ("See the summary",)}.get(state, ("Go on",))
            )
    await closes(rig, people[0])
    await say(rig, people[0], "/result")
    texts = [people[0].screen().text]
    await press(rig, people[0], "How was")
    texts += [people[0].screen().text, await reads(rig, people[0], "As text")]
    file = await reads(rig, people[0], "For programs")

    reason = "Nothing counts yet" if way == "Does not apply" else "Too much is not known yet"
    assert reason in texts[0] and reason in texts[2]
    for text in [*texts, file]:
        assert "Stage:" not in text
        assert not re.search(r"\bnan\b|\b0 ?%|None|Infinity", text, re.IGNORECASE)
    found = json.loads(file)
    assert found["stage"] is None
    assert found["no_stage"] == ("nothing_counts" if way == "Does not apply" else "too_much_unknown")


async def test_a_round_that_nobody_answered_is_not_closed_and_says_so(fx_rig: Rig) -> None:
    """B73: no result of nothing, and nothing is divided by nobody."""
    (ana, _ben) = await team_of(fx_rig, 1, 2)
    await say(fx_rig, ana, "/team")
    await press(fx_rig, ana, "Close the round")
    assert "Nobody has answered yet, so there is nothing to close." in ana.screen().text
    assert labels(ana) == ["Back"]
    await say(fx_rig, ana, "/result")
    assert ana.screen().text.startswith("There is no summary yet.")
    with fx_rig.writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2020-01-01"))
    await fx_rig.work()
    (row,) = rows(fx_rig, select(assessment))
    assert row.closed_at is None and count(fx_rig, round_result) == 0


async def test_one_rule_for_the_level_between_two_and_the_same_counts_everywhere(fx_rig: Rig) -> None:
    """B74: between 2 and 3 is open, between 3 and 4 is in place, and no half is named; all forms say the same."""
    people = await team_of(fx_rig, 1, 2, 3, 4)
    for who, levels in zip(people, ("32", "32", "43", "43"), strict=True):
        await press(fx_rig, who, *(f"{level} " for level in levels))
        await finish(fx_rig, who, "3")
    ana = people[0]
    await closes(fx_rig, ana)
    shown = (await sheet(fx_rig, ana)).text
    await say(fx_rig, ana, "/result")
    shown += ana.screen().text
    text = await reads(fx_rig, ana, "As text")
    file = json.loads(await reads(fx_rig, ana, "For programs"))
    table = list(csv.DictReader(StringIO((await reads(fx_rig, ana, "For a spread")).lstrip("\ufeff"))))

    assert "Name of fx.gov.q2: 4 people: 2, 2, 3, 3." in shown
    assert "Governance 2 of 3 (1 to agree). Finance 3 of 3." in shown
    assert "Governance, 3 questions. In place: 2. To agree: 1." in text
    assert "In place: 5. Started: 0. Not yet: 0. To agree: 1." in shown and "In place: 5. Started: 0." in text
    assert file["counts"] == {"in_place": 5, "started": 0, "not_yet": 0, "not_known": 0, "to_agree": 1}
    words = {each["element"]: each["word"] for each in file["elements"]}
    assert words == {each["element"]: each["word"] for each in table}
    assert (words[Q1], words[Q2]) == ("in_place", "to_agree")
    told = [each["level"] for each in table]
    assert told == ["" if each["level"] is None else str(each["level"]) for each in file["elements"]]
    without_codes = re.sub(r"\bD\d+\.\d+ ", "", shown)
    assert not re.search(r"\d[.,]\d", without_codes + text.replace("version 1.0", ""))


async def test_the_largest_result_of_a_team_is_sent_in_parts_that_fit(start: Start) -> None:
    """B58: 144 questions in three scripts at their limits, five people who differ: sheet, result and text go out."""
    rig = start(framework=wide())
    ana = rig.person(1)
    await wide_way_in(rig, ana, roles=3)
    five_who_differ(rig)
    await say(rig, ana, "/team")
    await press_nth(rig, ana, labels(ana).index("Close the round"))
    await press(rig, ana, "Close now")
    await rig.work()

    pages = 1
    await sheet(rig, ana)
    while "Further" in labels(ana):
        await press(rig, ana, "Further")
        pages += 1
    assert pages > 12
    await press_nth(rig, ana, 0)
    await say(rig, ana, "/result")
    before = len(ana.screens())
    text = await reads(rig, ana, "As text")
    assert len(ana.screens()) > before + 2
    assert text.count("…") == 0 and "LIMITS" in text
    nothing_was_refused(rig.world)
    sent = rig.world.calls_of("sendMessage", "editMessageText")
    assert max(units(str(call.payload["text"])) for call in sent) <= MESSAGE_LIMIT


def five_who_differ(rig: Rig) -> None:
    """The one who began and four more have answered every question, each in their own way."""
    model = wide()
    with rig.writer.begin() as connection:
        first = connection.execute(select(participation)).one()
        its = connection.execute(select(membership)).one()
        numbers = [first.id]
        for _ in range(4):
            consent = {"consent_version": "1", "consent_language": "en", "consented_at": first.started_at}
            who = connection.scalar(insert(person).returning(person.c.id), consent)
            seat = {**its._asdict(), "person_id": who, "position": "member"}
            del seat["id"]
            connection.execute(insert(membership), seat)
            part = {**first._asdict(), "person_id": who}
            del part["id"]
            numbers.append(connection.scalar(insert(participation).returning(participation.c.id), part))
        for person_no, number in enumerate(numbers):
            given = {one.id: 1 + (place + 2 * person_no) % 7 for place, one in enumerate(model.elements)}
            values = [
                {
                    "participation_id": number,
                    "element_id": element,
                    **answer_fields(each),
                    "element_version": 1,
                    "run": 0,
                    "at": first.started_at,
                }
                for element, each in read(given).items()
            ]
            connection.execute(insert(answer), values)
        connection.execute(update(participation).values(finished_at=first.started_at))


async def test_who_answered_who_does_not_know_and_who_stopped_before_add_up(fx_rig: Rig) -> None:
    """B21: three levels, one "don't know", one who never came to it: none of the five is missing or doubled."""
    people = await team_of(fx_rig, 1, 2, 3, 4, 5)
    for who, level in zip(people, ("2 ", "3 ", "4 ", "Don't know", ""), strict=True):
        await press(fx_rig, who, "3 ")
        if level:
            await press(fx_rig, who, level, *(("Skip",) if level == "Don't know" else ()))
            await finish(fx_rig, who)
    await say(fx_rig, people[0], "/team")
    assert "Finished: 4 of 5 people.\nOn the way: 1. Not begun yet: 0." in people[0].screen().text
    await press(fx_rig, people[0], "Close the round")
    assert "1 person has begun and is not done." in people[0].screen().text
    await press(fx_rig, people[0], "Close in a day")
    await asyncio.sleep(2.5 * 86400)
    await fx_rig.work()
    await fx_rig.work()
    first = (await sheet(fx_rig, people[0])).text
    await press(fx_rig, people[0], "Further")
    assert "Name of fx.gov.q2: 3 people: 2, 3, 4. Worth a talk." in first
    assert "Name of fx.gov.q1: 5 people: 3, 3, 3, 3, 3." in people[0].screen().text
    assert "5 people answered." in await reads(fx_rig, people[0], "As text")
