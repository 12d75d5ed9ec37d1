"""At the moment of sending only present facts count: a letter goes now, later, or not at all and for a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, delete

from storage.programme.judging import Verdict, judge
from storage.programme.letters import REASONS, Letter
from storage.programme.tables import cohort, cohort_right, coordinator, enrolment, note
from storage.tables import conversation, participation
from tests.programme.joined import HONOLULU, KATHMANDU, NOON, PARIS, Joined

THIRD_DAY = datetime(2026, 3, 14, 9, tzinfo=UTC)
NIGHT = datetime(2026, 3, 14, 22, tzinfo=UTC)


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def held(made: Joined, number: int) -> Letter:
    """A planned letter as a worker would hold it."""
    row = made.letters(id=number)[0]
    chat = made.row(conversation, id=row.conversation_id)
    return Letter(
        row.id,
        row.key,
        row.kind,
        chat.address,
        chat.id,
        row.cohort_id,
        row.note_id,
        row.participation_id,
        row.args,
        row.due_at,
        row.due_at,
    )


def verdict(made: Joined, number: int, now: datetime = THIRD_DAY) -> Verdict:
    mine = held(made, number)
    with made.writer.begin() as connection:
        return judge(connection, mine, now, "UTC")


def outcome(made: Joined, number: int, now: datetime = THIRD_DAY) -> datetime | str | None:
    """When it goes, or why it does not."""
    found = verdict(made, number, now)
    return found.due or found.reason


def by_hand(made: Joined, chat: int, cohort_id: int, *, kind: str = "reminder", **changes: Any) -> int:
    """The letter of a note, or of a round of reminders, to this chat."""
    number = made.note(cohort_id, kind, **changes)
    own = made.row(conversation, id=chat).participation_id
    more = {"cohort_id": cohort_id, "note_id": number, "participation_id": own}
    return made.letter(chat, f"note:{number}:{chat}", THIRD_DAY, kind, **more)


Doing = Callable[[Joined, int, int, int], None]


def done(made: Joined, chat: int, _where: int, _joined: int) -> None:
    made.change(participation, made.row(conversation, id=chat).participation_id, finished_at=NOON)


def three_times(made: Joined, chat: int, where: int, _joined: int) -> None:
    for number in range(3):
        sent(made, chat, where, f"earlier {number}", NOON)


def sent(made: Joined, chat: int, where: int, key: str, when: datetime, status: str = "sent") -> None:
    own = made.row(conversation, id=chat).participation_id
    values = {"cohort_id": where, "participation_id": own, "sent_at": when, "status": status}
    made.letter(chat, key, when, "reminder", **values)


WITHHELD: dict[str, Doing] = {
    "done": done,
    "left": lambda made, _chat, _where, joined: made.change(enrolment, joined, left_at=NOON),
    "closed": lambda made, _chat, where, _joined: made.change(cohort, where, closed_at=NOON),
    "deadline_over": lambda made, _chat, where, _joined: made.change(cohort, where, deadline="2026-03-13"),
    "unreachable": lambda made, chat, _where, _joined: made.change(
        conversation, chat, unreachable="Forbidden"
    ),
    "opted_out": lambda made, chat, _where, _joined: made.wants(chat, stopped_at=NOON),
    "no_reminders": lambda made, chat, _where, _joined: made.wants(chat, reminders="off"),
    "limit": three_times,
    "just_reminded": lambda made, chat, where, _joined: sent(
        made, chat, where, "this morning", THIRD_DAY - timedelta(hours=3)
    ),
    "cancelled": lambda made, _chat, _where, _joined: made.change(note, 1, status="cancelled"),
}


@pytest.mark.parametrize("reason", WITHHELD)
def test_a_reminder_by_hand_is_withheld_for_a_reason(made: Joined, reason: str) -> None:
    """B29, B37: and without that reason it goes."""
    chat, where = made.chat(1), made.cohort()
    joined = made.join(chat, where)
    number = by_hand(made, chat, where)
    assert outcome(made, number) == THIRD_DAY

    WITHHELD[reason](made, chat, where, joined)

    assert outcome(made, number) == reason
    assert reason in REASONS


@pytest.mark.parametrize("status", ["uncertain", "sending"])
def test_what_may_have_arrived_counts(made: Joined, status: str) -> None:
    """B45."""
    chat, where = made.chat(1), made.cohort()
    made.join(chat, where)
    number = by_hand(made, chat, where)
    for place in range(3):
        sent(made, chat, where, f"earlier {place}", NOON, status)

    assert outcome(made, number) == "limit"


def removed(made: Joined, chris: int) -> None:
    made.change(coordinator, chris, removed_at=NOON)


def dropped(made: Joined, chris: int) -> None:
    with made.writer.begin() as connection:
        connection.execute(delete(cohort_right).where(cohort_right.c.coordinator_id == chris))


@pytest.mark.parametrize("lose", [removed, dropped])
@pytest.mark.parametrize("kind", ["note", "reminder"])
def test_what_a_removed_coordinator_was_sending_stops(
    made: Joined, kind: str, lose: Callable[[Joined, int], None]
) -> None:
    chat, where = made.chat(1), made.cohort()
    made.join(chat, where)
    chris = made.coordinator(where)
    number = by_hand(made, chat, where, kind=kind, coordinator_id=chris)
    assert outcome(made, number) == THIRD_DAY

    lose(made, chris)

    assert outcome(made, number) == "not_allowed"


@pytest.mark.parametrize("kind", ["asked", "requested"])
def test_what_respondents_ask_does_not_reach_who_does_not_coordinate_any_more(
    made: Joined, kind: str
) -> None:
    where = made.cohort()
    chris = made.coordinator(where, "helper", external_id=9)
    number = made.letter(made.chat(9), "asked:1", THIRD_DAY, kind, cohort_id=where)
    assert outcome(made, number) == THIRD_DAY

    removed(made, chris)

    assert outcome(made, number) == "not_allowed"


@pytest.mark.parametrize(
    ("kind", "reasons"),
    [
        ("note", {"opted_out", "unreachable", "no_reminders", "left", "closed"}),
        ("check_in", {"opted_out", "unreachable", "no_reminders"}),
        ("answer", {"unreachable"}),
        ("accepted", {"opted_out", "unreachable"}),
    ],
)
def test_other_letters_are_withheld_for_their_own_reasons(made: Joined, kind: str, reasons: set[str]) -> None:
    """An answer was asked for, so it comes even after a stop; a note does not come where reminders are off."""
    for place, reason in enumerate(("opted_out", "unreachable", "no_reminders", "left", "closed")):
        chat, where = made.chat(place + 1), made.cohort()
        joined = made.join(chat, where)
        more = {"note_id": made.note(where)} if kind == "note" else {}
        number = made.letter(chat, f"key {place}", THIRD_DAY, kind, cohort_id=where, **more)
        assert outcome(made, number) == THIRD_DAY
        if reason == "closed":
            made.change(cohort, where, archived_at=NOON)
        else:
            WITHHELD[reason](made, chat, where, joined)
        told = "opted_out" if kind == "note" and reason == "no_reminders" else reason
        assert outcome(made, number) == (told if reason in reasons else THIRD_DAY), reason


def local(zone: str, day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("kind", ["note", "reminder", "check_in", "answer", "accepted"])
def test_every_letter_waits_for_the_persons_own_morning(made: Joined, kind: str) -> None:
    """B39: ten in the evening UTC is night here, early morning in Kathmandu, noon in Honolulu."""
    where = made.cohort()
    expected = {
        "": datetime(2026, 3, 15, 8, tzinfo=UTC),
        KATHMANDU: local(KATHMANDU, 15, 8),
        HONOLULU: NIGHT,
    }
    for place, (zone, due) in enumerate(expected.items(), 1):
        chat = made.chat(place)
        made.join(chat, where)
        made.wants(chat, zone=zone)
        if kind in {"note", "reminder"}:
            number = by_hand(made, chat, where, kind=kind)
        else:
            number = made.letter(chat, f"key {place}", NIGHT, kind, cohort_id=where)
        assert outcome(made, number, NIGHT) == due
        assert verdict(made, number, NIGHT).habit.place.key == (zone or "UTC")


def test_a_note_for_the_night_comes_at_night(made: Joined) -> None:
    chat, where = made.chat(1), made.cohort()
    made.join(chat, where)
    made.wants(chat, rest_days=[0, 1, 2, 3, 4, 5])

    assert outcome(made, by_hand(made, chat, where, kind="note", at_night=True), NIGHT) == NIGHT


def test_a_snooze_holds_reminders_and_check_ins_and_nothing_else(made: Joined) -> None:
    chat, where = made.chat(1), made.cohort()
    made.join(chat, where)
    until = datetime(2026, 3, 16, 10, tzinfo=UTC)
    made.wants(chat, snoozed_until=until)

    assert outcome(made, by_hand(made, chat, where)) == until
    assert outcome(made, made.letter(chat, "check", THIRD_DAY, "check_in", cohort_id=where)) == until
    assert outcome(made, by_hand(made, chat, where, kind="note")) == THIRD_DAY


# --- reminders by schedule ---


def scheduled(made: Joined, chat: int, where: int, due: datetime = THIRD_DAY) -> int:
    own = made.row(conversation, id=chat).participation_id
    key = f"reminder:0:p{own}" if own else f"reminder:0:c{chat}:sp-1.0:1"
    return made.letter(chat, key, due, "reminder", cohort_id=where, participation_id=own)


def test_a_reminder_moves_with_what_the_person_does(made: Joined) -> None:
    chat, where = made.chat(1), made.cohort()
    made.join(chat, where)
    number = scheduled(made, chat, where)
    assert outcome(made, number) == THIRD_DAY

    made.change(conversation, chat, changed_at=THIRD_DAY - timedelta(minutes=1))

    assert outcome(made, number) == datetime(2026, 3, 16, 9, tzinfo=UTC)


def test_a_reminder_of_what_is_begun_meanwhile_is_none(made: Joined) -> None:
    chat, where = made.chat(1), made.cohort()
    joined = made.join(chat, where, begun=False)
    number = scheduled(made, chat, where)
    assert outcome(made, number) == THIRD_DAY

    made.begin(chat, joined)

    assert verdict(made, number).due is None


def test_a_reminder_of_one_cohort_goes_on_for_the_other(made: Joined) -> None:
    """B29: closed here, still open there: the person is reminded, once."""
    chat = made.chat(1)
    first, second = made.cohort(), made.cohort(zone=PARIS)
    tied = made.join(chat, first)
    made.join(chat, second, same_as=tied)
    number = scheduled(made, chat, first)

    made.change(cohort, first, closed_at=NOON)

    assert outcome(made, number) == THIRD_DAY
    made.change(cohort, second, closed_at=NOON)
    assert outcome(made, number) == "closed"


def test_after_the_one_by_hand_the_scheduled_one_of_that_day_does_not_come(made: Joined) -> None:
    chat, where = made.chat(1), made.cohort()
    made.join(chat, where)
    number = scheduled(made, chat, where)

    sent(made, chat, where, "by hand", THIRD_DAY - timedelta(minutes=1))

    assert outcome(made, number) == datetime(2026, 3, 17, 9, tzinfo=UTC)


def test_after_one_that_failed_comes_the_next_on_its_own_day(made: Joined) -> None:
    chat, where = made.chat(1), made.cohort()
    made.join(chat, where)
    number = scheduled(made, chat, where)

    sent(made, chat, where, "reminder:1:earlier", THIRD_DAY, "failed")

    assert outcome(made, number) == datetime(2026, 3, 17, 9, tzinfo=UTC)
