"""When somebody may be written to: never in quiet hours or on rest days, by the clock on their wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from flows.reminding import Habit, due_at, is_over, local_text, moment_of, next_allowed, wall_time, zone_of
from flows.zones import CITIES

PARIS, NEW_YORK, KATHMANDU, HONOLULU = (
    "Europe/Paris",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Honolulu",
)

moments = some.datetimes(
    datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=some.just(UTC), allow_imaginary=False
)
zones = some.sampled_from([*CITIES, PARIS, NEW_YORK, HONOLULU, "Australia/Lord_Howe", "America/Havana"])
clock_times = some.builds("{:02d}:{:02d}".format, some.integers(0, 23), some.integers(0, 59))
rest = some.frozensets(some.integers(0, 6), max_size=6)


def minutes(text: str) -> int:
    hours, rest_of_it = text.split(":")
    return int(hours) * 60 + int(rest_of_it)


def is_quiet(local: datetime, start: str, end: str) -> bool:
    """Said in another way than the policy does: so many minutes after the beginning, on a round clock."""
    length = (minutes(end) - minutes(start)) % 1440
    return (local.hour * 60 + local.minute - minutes(start)) % 1440 < length


def at(zone: str, *when: int) -> datetime:
    """This time on the wall there, as an instant."""
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc]


@given(moments, zones, clock_times, clock_times, rest)
def test_the_next_allowed_time_is_allowed_and_never_before(
    moment: datetime, zone: str, start: str, end: str, days: frozenset[int]
) -> None:
    habit = Habit(zone, quiet_from=start, quiet_until=end, rest_days=days)
    # At least two hours a day are left: no change of clocks takes all of them.
    assume((minutes(end) - minutes(start)) % 1440 <= 22 * 60)

    found = next_allowed(moment, habit)

    local = found.astimezone(ZoneInfo(zone))
    assert found >= moment
    assert local.weekday() not in days
    assert not is_quiet(local, start, end)
    assert found - moment <= timedelta(days=8)


@given(moments, zones, clock_times, clock_times, rest)
def test_nothing_earlier_would_have_been_allowed(
    moment: datetime, zone: str, start: str, end: str, days: frozenset[int]
) -> None:
    """Looked at every ten minutes from the moment on: all of it is quiet or rest, up to the time found."""
    habit = Habit(zone, quiet_from=start, quiet_until=end, rest_days=days)
    assume((minutes(end) - minutes(start)) % 1440 <= 22 * 60)
    found = next_allowed(moment, habit)
    earlier = moment
    while earlier < found - timedelta(hours=1):  # a gap of an hour may be waited through
        local = earlier.astimezone(ZoneInfo(zone))
        assert local.weekday() in days or is_quiet(local, start, end)
        earlier += timedelta(minutes=10)


@given(moments, zones, clock_times, clock_times, rest)
def test_what_is_allowed_is_not_moved(
    moment: datetime, zone: str, start: str, end: str, days: frozenset[int]
) -> None:
    habit = Habit(zone, quiet_from=start, quiet_until=end, rest_days=days)
    local = moment.astimezone(ZoneInfo(zone))
    assume(local.weekday() not in days and not is_quiet(local, start, end))

    assert next_allowed(moment, habit) == moment


@pytest.mark.parametrize(
    ("zone", "expected"),
    [(KATHMANDU, "2026-03-12 08:45"), (HONOLULU, "2026-03-11 17:00"), (PARIS, "2026-03-12 08:00")],
)
def test_a_reminder_due_at_three_utc_is_judged_on_the_persons_own_wall(zone: str, expected: str) -> None:
    """B39: in the morning in Kathmandu, in the afternoon in Honolulu; in Paris it is night, and waits for eight."""
    found = next_allowed(datetime(2026, 3, 12, 3, tzinfo=UTC), Habit(zone))

    assert local_text(found, ZoneInfo(zone)) == f"{expected} {zone}"


def test_without_a_zone_of_their_own_the_cohorts_counts_then_the_houses_then_utc() -> None:
    assert Habit("", PARIS, NEW_YORK).place.key == PARIS
    assert Habit(KATHMANDU, PARIS).place.key == KATHMANDU
    assert Habit("", "", NEW_YORK).place.key == NEW_YORK
    assert (Habit("", PARIS).is_own, Habit(PARIS, KATHMANDU).is_own) == (False, True)


@pytest.mark.parametrize(
    "name", ["Atlantis/Sunken", "Africa", "", "../etc/passwd", "\0", "x" * 300, "/", "Ä"]
)
def test_a_name_that_is_no_zone_never_raises(name: str) -> None:
    assert zone_of(name, PARIS).key == PARIS
    assert zone_of(name).key == "UTC"
    assert not Habit(name, PARIS).is_own
    assert next_allowed(at(PARIS, 2026, 3, 12, 3), Habit(name, PARIS)) == at(PARIS, 2026, 3, 12, 8)


@pytest.mark.parametrize("text", ["", "25:00", "nine", "9", "09:00:00"])
def test_a_time_that_is_none_gives_way_to_the_usual_one(text: str) -> None:
    assert wall_time(text, "09:00") == time(9)


def test_who_rests_on_all_seven_days_is_still_not_waited_for_for_ever() -> None:
    habit = Habit(PARIS, rest_days=frozenset(range(7)))

    assert next_allowed(at(PARIS, 2026, 3, 12, 3), habit) == at(PARIS, 2026, 3, 12, 8)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 3, 13, 19, 59), (2026, 3, 13, 19, 59)),
        ((2026, 3, 13, 20, 0), (2026, 3, 16, 8, 0)),  # Friday evening, with a weekend at rest
        ((2026, 3, 14, 12, 0), (2026, 3, 16, 8, 0)),
        ((2026, 3, 16, 8, 0), (2026, 3, 16, 8, 0)),
    ],
)
def test_quiet_hours_begin_and_end_to_the_minute(moment: tuple[int, ...], expected: tuple[int, ...]) -> None:
    habit = Habit(PARIS, rest_days=frozenset({5, 6}))

    assert next_allowed(at(PARIS, *moment), habit) == at(PARIS, *expected)


def test_equal_ends_are_no_quiet_hours() -> None:
    night = at(PARIS, 2026, 3, 12, 3)

    assert next_allowed(night, Habit(PARIS, quiet_from="08:00", quiet_until="08:00")) == night


# --- when a reminder is due ---


def due(anchor: datetime, habit: Habit, now: datetime | None = None, **more: object) -> datetime | None:
    given_values = {"sent_so_far": 0, "last_sent": None, "days": (2, 5, 10), "remind_at": "09:00", **more}
    return due_at(anchor, habit=habit, now=now or anchor, **given_values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "day"), [(0, 14), (1, 17), (2, 22)])
def test_reminders_come_after_two_five_and_ten_days_at_nine(number: int, day: int) -> None:
    found = due(at(PARIS, 2026, 3, 12, 22), Habit(PARIS), sent_so_far=number)

    assert found == at(PARIS, 2026, 3, day, 9)


@pytest.mark.parametrize("zone", [PARIS, NEW_YORK, KATHMANDU, HONOLULU])
@given(anchor=moments)
def test_nine_stays_nine_across_every_change_of_clocks(zone: str, anchor: datetime) -> None:
    """B38, in both directions, for any day of five years."""
    for number, days in enumerate((2, 5, 10)):
        found = due(anchor, Habit(zone), sent_so_far=number)
        assert found is not None
        local = found.astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute) == (9, 0)
        assert local.date() == anchor.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)


@pytest.mark.parametrize(
    ("begun", "expected"),
    [((2026, 3, 27, 12), (2026, 3, 29, 9)), ((2026, 10, 23, 12), (2026, 10, 25, 9))],
)
def test_on_the_very_day_of_the_change_it_is_nine_too(
    begun: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    """B38: Paris goes from one to two hours before UTC on 29 March, and back on 25 October."""
    assert due(at(PARIS, *begun), Habit(PARIS)) == at(PARIS, *expected)


def test_half_past_two_that_does_not_exist_comes_after_the_gap_and_is_the_same_instant_each_time() -> None:
    """B38: on 29 March 2026 half past two is skipped in Paris."""
    habit = Habit(PARIS, quiet_from="00:00", quiet_until="00:00")
    found = due(at(PARIS, 2026, 3, 27, 12), habit, remind_at="02:30")

    assert found is not None
    assert local_text(found, ZoneInfo(PARIS)) == "2026-03-29 03:30 Europe/Paris"
    assert due(at(PARIS, 2026, 3, 27, 12), habit, now=found, remind_at="02:30") == found


def test_half_past_two_that_comes_twice_is_the_first_one_and_the_next_is_on_another_day() -> None:
    """B38: on 25 October 2026 half past two comes twice in Paris."""
    habit = Habit(PARIS, quiet_from="00:00", quiet_until="00:00")
    first = due(at(PARIS, 2026, 10, 23, 12), habit, remind_at="02:30")
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    second = due(
        at(PARIS, 2026, 10, 23, 12),
        habit,
        now=first + timedelta(hours=1),
        remind_at="02:30",
        sent_so_far=1,
        last_sent=first,
    )

    assert second == at(PARIS, 2026, 10, 28, 2, 30)


def test_quiet_hours_that_end_in_an_hour_that_comes_twice_end_once() -> None:
    habit = Habit(PARIS, quiet_from="20:00", quiet_until="02:30")
    first, again = datetime(2026, 10, 25, 0, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)

    assert next_allowed(first, habit) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_allowed(again, habit) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_after_days_away_there_is_one_and_it_waits_for_the_morning() -> None:
    """B34: due on day two, the bot comes back on day five at ten in the evening."""
    now = at(PARIS, 2026, 3, 17, 22)
    first = due(at(PARIS, 2026, 3, 12, 12), Habit(PARIS), now=now)
    assert first == at(PARIS, 2026, 3, 18, 8)

    second = due(at(PARIS, 2026, 3, 12, 12), Habit(PARIS), now=first, sent_so_far=1, last_sent=first)

    assert second == at(PARIS, 2026, 3, 21, 9)


def test_a_snooze_moves_it_and_a_stop_ends_it() -> None:
    anchor, habit = at(PARIS, 2026, 3, 12, 12), Habit(PARIS)
    until = at(PARIS, 2026, 3, 15, 15)

    assert due(anchor, replace(habit, snoozed_until=until)) == until
    assert due(anchor, replace(habit, snoozed_until=at(PARIS, 2026, 3, 13, 1))) == due(anchor, habit)
    assert due(anchor, replace(habit, stopped=True)) is None
    assert due(anchor, replace(habit, off=True)) is None


@pytest.mark.parametrize(("days", "sent"), [((2, 5, 10), 3), ((1, 2, 3, 4, 5), 3), ((2,), 1), ((), 0)])
def test_there_are_three_at_most_and_none_that_the_cohort_did_not_set(
    days: tuple[int, ...], sent: int
) -> None:
    assert due(at(PARIS, 2026, 3, 12, 12), Habit(PARIS), days=days, sent_so_far=sent) is None


def test_what_is_reminded_of_besides_comes_on_another_day() -> None:
    anchor, elsewhere = at(PARIS, 2026, 3, 12, 12), at(PARIS, 2026, 3, 14, 9)

    assert due(anchor, Habit(PARIS), elsewhere=elsewhere) == at(PARIS, 2026, 3, 15, 9)


def test_after_something_was_done_the_time_starts_anew_and_the_numbers_do_not() -> None:
    sent, came_back = at(PARIS, 2026, 3, 14, 9), at(PARIS, 2026, 3, 14, 10)

    found = due(came_back, Habit(PARIS), now=came_back, sent_so_far=1, last_sent=sent)

    assert found == at(PARIS, 2026, 3, 19, 9)


@given(moments, zones, some.integers(0, 2), clock_times, rest)
def test_no_reminder_is_ever_due_in_the_past_or_at_a_bad_time(
    anchor: datetime, zone: str, sent: int, at_time: str, days: frozenset[int]
) -> None:
    habit = Habit(zone, rest_days=days)
    now = anchor + timedelta(days=3, hours=7)

    found = due(anchor, habit, now=now, sent_so_far=sent, remind_at=at_time)

    assert found is not None
    local = found.astimezone(ZoneInfo(zone))
    assert found >= now
    assert local.weekday() not in days
    assert 8 <= local.hour < 20


@pytest.mark.parametrize(
    ("moment", "over"),
    [((2026, 3, 29, 23, 59), False), ((2026, 3, 30, 0, 0), True), ((2026, 3, 28, 9), False)],
)
def test_a_deadline_is_over_when_its_day_is_in_the_cohorts_zone(moment: tuple[int, ...], over: bool) -> None:
    assert is_over("2026-03-29", PARIS, at(PARIS, *moment)) is over


@pytest.mark.parametrize("text", ["", "soon", "2026-13-40"])
def test_no_deadline_is_never_over(text: str) -> None:
    assert not is_over(text, PARIS, datetime(2099, 1, 1, tzinfo=UTC))


def test_an_instant_of_a_day_that_begins_at_one() -> None:
    """In Beirut the clocks change at midnight: that day's midnight is not there."""
    assert moment_of(date(2026, 3, 29), time(0), ZoneInfo("Asia/Beirut")) == datetime(
        2026, 3, 28, 22, tzinfo=UTC
    )
