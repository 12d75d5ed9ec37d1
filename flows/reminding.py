"""When a person may be written to unasked, and when the next reminder is due. All by the clock on their wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MOST = 3
"""Reminders for a person and round, by hand and by schedule together."""
DAYS = (2, 5, 10)
REMIND_AT, QUIET_FROM, QUIET_UNTIL = "09:00", "20:00", "08:00"
LOOKED_AHEAD = 60
SNOOZE_DAYS = 3
"""So many days the button under a reminder puts the next one off."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a chat wants to be written to. `zone` is the person's own choice, then the cohort's and the house's count.

    Quiet from and until are HH:MM and may wrap midnight; equal ones are no quiet hours. Rest days count from
    Monday 0; where all seven are set, none counts, since nothing could ever be sent.
    """

    zone: str = ""
    cohort_zone: str = ""
    house_zone: str = ""
    quiet_from: str = QUIET_FROM
    quiet_until: str = QUIET_UNTIL
    rest_days: frozenset[int] = frozenset()
    snoozed_until: datetime | None = None
    stopped: bool = False
    off: bool = False

    @property
    def place(self) -> ZoneInfo:
        """The zone the person is judged in."""
        return zone_of(self.zone, self.cohort_zone, self.house_zone)

    @property
    def is_own(self) -> bool:
        """Whether that is the zone the person chose."""
        return bool(self.zone) and self.place.key == self.zone


@lru_cache(maxsize=1024)
def zone_of(*names: str) -> ZoneInfo:
    """The first of these that is a zone, else UTC."""
    for name in names:
        if name:
            try:
                return ZoneInfo(name)
            except (LookupError, ValueError, OSError):
                continue
    return ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def wall_time(text: str, otherwise: str) -> time:
    """HH:MM as a time of day; `otherwise` where it is none."""
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        return datetime.strptime(otherwise, "%H:%M").time()


@lru_cache(maxsize=4096)
def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of this time on this day there: the first of two, and after a gap where it does not exist."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def local_text(moment: datetime, zone: ZoneInfo) -> str:
    """YYYY-MM-DD HH:MM Zone."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"


def next_allowed(moment: datetime, habit: Habit) -> datetime:
    """This moment, or the first one after it that is neither in quiet hours nor on a rest day."""
    zone = habit.place
    start = wall_time(habit.quiet_from, QUIET_FROM)
    end = wall_time(habit.quiet_until, QUIET_UNTIL)
    rest = habit.rest_days if len(habit.rest_days) < 7 else frozenset[int]()
    for _ in range(LOOKED_AHEAD):
        local = moment.astimezone(zone)
        if local.weekday() in rest:
            moment = _next_at(moment, time(0), zone)
        elif _is_quiet(local.time(), start, end):
            moment = _next_at(moment, end, zone)
        else:
            return moment
    return moment


def _is_quiet(at: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def _next_at(moment: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The first instant after `moment` at which the clock there shows this time, or skips it."""
    day = moment.astimezone(zone).date()
    for later in (day, day + timedelta(days=1)):
        for fold in (0, 1):
            found = datetime.combine(later, at.replace(fold=fold), zone).astimezone(UTC)
            if found > moment:
                return found
    return moment + timedelta(days=1)


def due_at(
    anchor: datetime,
    sent_so_far: int,
    last_sent: datetime | None,
    days: tuple[int, ...],
    remind_at: str,
    habit: Habit,
    now: datetime,
    elsewhere: datetime | None = None,
) -> datetime | None:
    """When the next reminder goes, at `now` or later; None where there is none any more.

    It is due so many days after the anchor, as many days after the last one as lie between the two, and on a later
    day than a reminder of something else (`elsewhere`): always at `remind_at` on the wall, then at the next allowed
    time. However many were missed, there is one. Whoever put it off since the last one gets it on the day they said.
    """
    if habit.stopped or habit.off or sent_so_far >= min(len(days), MOST):
        return None
    zone, at = habit.place, wall_time(remind_at, REMIND_AT)
    put_off = _put_off_to(anchor, last_sent, at, habit)
    day = put_off or _by_days(anchor, sent_so_far, last_sent, days, zone)
    if elsewhere is not None:
        day = max(day, _day(elsewhere, zone) + timedelta(days=1))
    # The day somebody said begins for a reminder at its own hour, like every other day.
    earliest = now if put_off else max(habit.snoozed_until or now, now)
    return next_allowed(max(moment_of(day, at, zone), earliest), habit)


def _by_days(
    anchor: datetime, sent_so_far: int, last_sent: datetime | None, days: tuple[int, ...], zone: ZoneInfo
) -> date:
    day = _day(anchor, zone) + timedelta(days=days[sent_so_far])
    if last_sent is None:
        return day
    before = days[sent_so_far - 1] if sent_so_far else 0
    return max(day, _day(last_sent, zone) + timedelta(days=max(days[sent_so_far] - before, 1)))


def _put_off_to(anchor: datetime, last_sent: datetime | None, at: time, habit: Habit) -> date | None:
    """The day to which the last reminder was put off by its reader; None where it was not, or they went on after it.

    Asking for it is something done as well, so without this the days would begin anew with it.
    """
    zone = habit.place
    if habit.snoozed_until is None or last_sent is None:
        return None
    day = _day(habit.snoozed_until, zone)
    end = moment_of(day, at, zone)
    if last_sent >= end or anchor > habit.snoozed_until:
        return None
    return max(day, _day(last_sent, zone) + timedelta(days=1))


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def is_over(deadline: str, zone: str, moment: datetime) -> bool:
    """Whether the day of this deadline (ISO date) is over there; one that is empty or no date never is."""
    try:
        day = date.fromisoformat(deadline)
    except ValueError:
        return False
    # Days are compared, since to the last one of the calendar nothing can be added.
    return _day(moment, zone_of(zone)) > day
