"""What becomes of a letter at the moment of sending: now, later, or not at all and why. Only present facts count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from flows.reminding import MOST, Habit, next_allowed
from storage.programme.habits import read_habit
from storage.programme.letters import ANSWER, CHECK_IN, NOTE, REMINDER, TO_COORDINATORS, Letter
from storage.programme.note_letters import why_stopped
from storage.programme.reminders import comes_after_snooze, due_of
from storage.programme.rights import NotYours, actor_of, require
from storage.programme.standing import Past, Standing, pasts, standings
from storage.programme.tables import cohort, enrolment, link_use, note
from storage.tables import conversation
from storage.team.round_letters import ROUND_LETTERS
from storage.team.round_letters import why_not as why_no_round_letter
from storage.team.team_letters import TEAM_LETTERS
from storage.team.team_letters import why_not as why_no_team_letter


@dataclass(frozen=True, slots=True)
class Verdict:
    """`due` is when the letter may go, `now` or later; None: not at all, for this `reason`.

    `may_snooze` is false for a reminder after which none would come, also where its reader puts it off.
    """

    habit: Habit
    due: datetime | None = None
    reason: str = ""
    may_snooze: bool = True


def judge(connection: Connection, letter: Letter, now: datetime, house_zone: str) -> Verdict:
    """What becomes of this letter, which the caller holds."""
    habit = read_habit(connection, letter.conversation_id, house_zone, letter.cohort_id)
    reason = "" if letter.note_id is None else why_stopped(connection, letter.note_id)
    if reason:
        return Verdict(habit, reason=reason)
    if letter.kind == REMINDER:
        return _judge_reminder(connection, letter, now, house_zone)
    reason = _against_others(connection, letter, habit)
    if reason:
        return Verdict(habit, reason=reason)
    earliest = max(now, habit.snoozed_until or now) if letter.kind == CHECK_IN else now
    at_night = connection.scalar(select(note.c.at_night).where(note.c.id == letter.note_id))
    return Verdict(habit, earliest if at_night else next_allowed(earliest, habit))


def _against_others(connection: Connection, letter: Letter, habit: Habit) -> str:
    """Why this chat does not get a letter that is no reminder."""
    found: Select[Any] = select(conversation.c.channel, conversation.c.chat_id, conversation.c.unreachable)
    chat = connection.execute(found.where(conversation.c.id == letter.conversation_id)).one()
    if chat.unreachable is not None:
        return "unreachable"
    if letter.kind in TO_COORDINATORS and not _coordinates(
        connection, chat.channel, chat.chat_id, letter.cohort_id
    ):
        return "not_allowed"
    if (habit.stopped and letter.kind != ANSWER) or (habit.off and letter.kind == NOTE):
        return "opted_out"
    if letter.kind == CHECK_IN and habit.off:
        return "no_reminders"
    if letter.kind in TEAM_LETTERS:
        return why_no_team_letter(connection, letter)
    if letter.kind in ROUND_LETTERS:
        return why_no_round_letter(connection, letter)
    return _against_note(connection, letter) if letter.kind == NOTE else ""


def _coordinates(connection: Connection, channel: str, chat_id: int, cohort_id: int | None) -> bool:
    """Whether whoever is told what respondents ask may still see it."""
    actor = actor_of(connection, channel, chat_id)
    if actor is None or cohort_id is None:
        return False
    try:
        require(connection, actor, cohort_id, "write")
    except NotYours:
        return False
    return True


def _against_note(connection: Connection, letter: Letter) -> str:
    kept = select(cohort.c.id).where(cohort.c.id == letter.cohort_id, cohort.c.archived_at.is_(None))
    if connection.scalar(kept) is None:
        return "closed"
    there = (
        select(enrolment.c.id)
        .join(link_use, link_use.c.enrolment_id == enrolment.c.id)
        .where(
            link_use.c.conversation_id == letter.conversation_id,
            enrolment.c.cohort_id == letter.cohort_id,
            enrolment.c.left_at.is_(None),
        )
        .limit(1)
    )
    return "" if connection.scalar(there) is not None else "left"


def _judge_reminder(connection: Connection, letter: Letter, now: datetime, house_zone: str) -> Verdict:
    found = standings(connection, [letter.conversation_id], now, house_zone)
    own = [each for each in found if _is_about(letter, each)]
    if not own:
        return Verdict(Habit(house_zone=house_zone), reason="left")
    open_ones = [each for each in own if not each.reason]
    if not open_ones:
        return Verdict(own[0].habit, reason=own[0].reason)
    known = pasts(connection, open_ones, without=letter.id)
    with_past = [(each, known[each.conversation_id, each.subject]) for each in open_ones]
    judged = _by_hand(*with_past[0], now) if letter.note_id is not None else _by_schedule(with_past, now)
    return replace(judged, may_snooze=any(comes_after_snooze(*each, now) for each in with_past))


def _is_about(letter: Letter, standing: Standing) -> bool:
    if letter.note_id is None:
        return standing.is_of(letter.key)
    if letter.cohort_id != standing.cohort_id:
        return False
    return letter.participation_id in {None, standing.participation_id}


def _by_schedule(own: Sequence[tuple[Standing, Past]], now: datetime) -> Verdict:
    dues = [(due_of(each, past, now), each) for each, past in own]
    times = [(due, each.habit) for due, each in dues if due is not None]
    if not times:
        return Verdict(own[0][0].habit, reason="limit")
    due, habit = min(times, key=lambda one: one[0])
    return Verdict(habit, due)


def _by_hand(standing: Standing, past: Past, now: datetime) -> Verdict:
    if past.arrived >= MOST:
        return Verdict(standing.habit, reason="limit")
    if past.is_recent(now):
        return Verdict(standing.habit, reason="just_reminded")
    earliest = max(now, standing.habit.snoozed_until or now)
    return Verdict(standing.habit, next_allowed(earliest, standing.habit))
