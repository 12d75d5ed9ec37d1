"""Reminders: to those who are not done, at a good hour where they are, about today, and never after a stop."""

from __future__ import annotations

import pytest

from flows.pages import Status
from storage.programme.progress import status_counts
from storage.tables import assessment
from tests.faults.conftest import Start
from tests.faults.reminded import (
    counts,
    crowd,
    invitation,
    join,
    join_also,
    letters,
    made,
    remind_by_hand,
    reminders,
    statuses,
    until,
    walls,
    work_at,
    work_hourly,
    write,
)
from tests.faults.small import Q4, Q5
from tests.faults.walking import conversation, count, press, said, say
from tests.programme.joined import HONOLULU, KATHMANDU, PARIS, Joined
from tests.rig import Rig
from tests.telegram_world import Person

pytestmark = pytest.mark.virtual

STOPPED = "You get no more messages that you did not ask for."


def status(rig: Rig, number: int) -> dict[Status, int]:
    with rig.writer.begin() as connection:
        return {each: many for each, many in status_counts(connection, number).items() if many}


@pytest.mark.parametrize("word", ["STOP", "/stop", "Stop all messages"])
async def test_a_stop_holds_for_every_cohort_and_start_takes_it_back(fx_rig: Rig, word: str) -> None:
    """B29: with a reminder planned for the next minutes, and notes of both cohorts on their way."""
    ana = fx_rig.person(1)
    first, second = made(fx_rig), made(fx_rig, "South")
    await join(fx_rig, ana, invitation(fx_rig, first))
    await press(fx_rig, ana, "2 ")
    await join_also(fx_rig, ana, invitation(fx_rig, second))
    await work_at(fx_rig, 2026, 3, 14, 6)
    assert counts([ana]) == [1]
    await work_at(fx_rig, 2026, 3, 17, 5, 30)
    assert [each.status for each in letters(fx_rig)] == ["sent", "planned"]

    await (press(fx_rig, ana, word) if word == "Stop all messages" else say(fx_rig, ana, word))

    assert ana.chat().count(STOPPED) == 1
    before = len(ana.messages())
    write(fx_rig, first)
    write(fx_rig, second)
    for day in (17, 18, 20, 24):
        await work_at(fx_rig, 2026, 3, day, 7)
    assert len(ana.messages()) == before
    assert status(fx_rig, first) == status(fx_rig, second) == {Status.OPTED_OUT: 1}
    await say(fx_rig, ana, "/resume")
    assert len(said(fx_rig, ana)) == 1

    await say(fx_rig, ana, "START")

    assert "Messages are on again" in ana.screen().text
    assert status(fx_rig, first) == {Status.MIDWAY: 1}
    await work_at(fx_rig, 2026, 4, 3, 7)
    assert counts([ana]) == [2]


async def test_a_coordinator_who_stops_is_left_alone_too(fx_rig: Rig) -> None:
    """B29: what respondents ask reaches nobody who said stop; as a page it is there all the same."""
    chris, ana = fx_rig.person(9), fx_rig.person(1)
    where = made(fx_rig)
    Joined(fx_rig.writer).coordinator(where, external_id=chris.user_id)
    await say(fx_rig, chris, "/cohorts", "STOP")
    await join(fx_rig, ana, invitation(fx_rig, where))
    await press(fx_rig, ana, "More", "Ask my coordinator")
    await say(fx_rig, ana, "What counts as a plan?")
    before = len(chris.messages())

    await work_hourly(fx_rig, 3)

    assert [each[1] for each in statuses(fx_rig)] == ["opted_out"]
    assert len(chris.messages()) == before


async def test_after_days_away_each_gets_one_in_the_morning(start: Start) -> None:
    """B34: 30 people, four days of silence, a start at ten in the evening: one each at eight, as things are then."""
    rig = start()
    people = crowd(rig, made(rig, zone="UTC"), 30)
    await rig.close()
    world = rig.world

    rig = start(world=world)
    await work_at(rig, 2026, 3, 17, 22)
    for hour in (0, 4, 7):
        await work_at(rig, 2026, 3, 18, hour)
    assert counts(people) == [0] * 30
    await work_at(rig, 2026, 3, 18, 8)
    await work_hourly(rig, 11)
    await work_at(rig, 2026, 3, 20, 9)

    assert counts(people) == [1] * 30
    assert {wall[:13] for wall in walls(rig)} == {"2026-03-18 08"}


async def test_nine_stays_nine_across_both_changes_of_clocks(fx_rig: Rig) -> None:
    """B38: Paris, in March and in October, in one process."""
    ana = fx_rig.person(1)
    where = made(fx_rig, zone=PARIS)
    await work_at(fx_rig, 2026, 3, 27, 12)
    await join(fx_rig, ana, invitation(fx_rig, where))
    await work_at(fx_rig, 2026, 3, 29, 6, 30)
    await work_at(fx_rig, 2026, 3, 29, 7, 0)
    await until(fx_rig, 2026, 10, 23, 12)
    await press(fx_rig, ana, "Go on", "2 ")
    await work_at(fx_rig, 2026, 10, 28, 7, 30)
    await work_at(fx_rig, 2026, 10, 28, 8, 0)

    assert walls(fx_rig) == [f"2026-03-29 09:00 {PARIS}", f"2026-10-28 09:00 {PARIS}"]


@pytest.mark.parametrize(
    ("begin", "day", "wall"),
    [
        ((2026, 3, 27, 12), (2026, 3, 29), "2026-03-29 03:30"),
        ((2026, 10, 23, 12), (2026, 10, 25), "2026-10-25 02:30"),
    ],
)
async def test_half_past_two_comes_once_where_it_is_skipped_and_where_it_comes_twice(
    fx_rig: Rig, begin: tuple[int, ...], day: tuple[int, ...], wall: str
) -> None:
    """B38: looked at each half hour through the night of the change."""
    where = made(fx_rig, zone=PARIS, remind_at="02:30", quiet_from="00:00", quiet_until="00:00")
    await work_at(fx_rig, *begin)
    (ana,) = crowd(fx_rig, where, 1)

    for half_hour in range(8):
        await work_at(fx_rig, *day, half_hour // 2, half_hour % 2 * 30)

    assert counts([ana]) == [1]
    assert walls(fx_rig) == [f"{wall} {PARIS}"]


async def test_each_is_judged_in_their_own_zone_and_the_cohorts_is_named(fx_rig: Rig) -> None:
    """B39: by hand at three UTC: UTC+5:45, UTC-10, and nobody knows where, in a cohort at UTC+1."""
    where = made(fx_rig, zone=PARIS)
    people = crowd(fx_rig, where, 3)
    rows = Joined(fx_rig.writer)
    rows.wants(1, zone=KATHMANDU)
    rows.wants(2, zone=HONOLULU)
    await work_at(fx_rig, 2026, 3, 13, 3)
    remind_by_hand(fx_rig, where)

    for minutes in range(0, 301, 15):
        await work_at(fx_rig, 2026, 3, 13, 3 + minutes // 60, minutes % 60)

    assert counts(people) == [1, 1, 1]
    assert walls(fx_rig) == [
        f"2026-03-13 08:45 {KATHMANDU}",
        f"2026-03-12 17:00 {HONOLULU}",
        f"2026-03-13 08:00 {PARIS}",
    ]
    named = ["by the time in Paris" in reminders(who)[0] for who in people]
    assert named == [False, False, True]


async def test_both_buttons_lead_to_where_the_person_is_by_then(fx_rig: Rig) -> None:
    """B42: the reminder says what is left; it opens the very question, and so does the older one later."""
    ana = fx_rig.person(1)
    await join(fx_rig, ana, invitation(fx_rig, made(fx_rig)), city="Nairobi")
    await press(fx_rig, ana, "2 ", "2 ", "2 ", "Go on")
    place = conversation(fx_rig, ana).element
    assert place == Q4
    await work_at(fx_rig, 2026, 3, 14, 6)
    assert "3 questions left" in reminders(ana)[0]
    first = ana.screen()

    await press(fx_rig, ana, "Go on", on=first)
    assert f"How is it with {Q4}?" in shown(ana)
    await press(fx_rig, ana, "3 ")
    await work_at(fx_rig, 2026, 3, 19, 6)
    assert "2 questions left" in reminders(ana)[1]
    second = ana.screen()

    for letter in (second, first):
        await press(fx_rig, ana, "Go on", on=letter)
        assert f"How is it with {Q5}?" in shown(ana)
    assert said(fx_rig, ana) == {"fx.gov.q1": 2, "fx.gov.q2": 2, "fx.gov.q3": 2, Q4: 3}
    assert count(fx_rig, assessment) == 1


def shown(who: Person) -> str:
    """The newest screen that is no letter."""
    return next(each.text for each in reversed(who.screens()) if "A reminder from" not in each.text)


async def test_who_finishes_between_the_planning_and_the_hour_hears_nothing(fx_rig: Rig) -> None:
    ana, where = fx_rig.person(1), made(fx_rig)
    await join(fx_rig, ana, invitation(fx_rig, where))
    await work_at(fx_rig, 2026, 3, 14, 5, 30)
    assert [each[0] for each in statuses(fx_rig)] == ["planned"]

    await say(fx_rig, ana, "/delete")
    await press(fx_rig, ana, "Yes, delete")
    await work_at(fx_rig, 2026, 3, 14, 7)

    assert (letters(fx_rig), reminders(ana)) == ([], [])


async def test_three_reminders_come_and_a_round_by_hand_after_them_says_why_not(fx_rig: Rig) -> None:
    people = crowd(fx_rig, where := made(fx_rig, zone="UTC"), 2)
    for day in (14, 17, 22, 23, 27):
        await work_at(fx_rig, 2026, 3, day, 9)
    assert counts(people) == [3, 3]

    remind_by_hand(fx_rig, where)
    await work_at(fx_rig, 2026, 3, 28, 9)

    assert counts(people) == [3, 3]
    assert statuses(fx_rig)[-2:] == [("withheld", "limit")] * 2
