"""What is done about a round: closing it, agreeing on levels, opening answers, a new one.

Letters to others are jobs: a letter refers to its chat, and whoever is in that chat may wait for a lock held here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from flows.bulk import option_at, proofs_typed
from flows.conversation import Notice
from flows.desk import panel_of
from flows.intents import notice
from flows.team_desk import CHOICES
from frameworks.model import Element, Framework
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.cohort_values import BadValue
from storage.programme.rights import NotYours
from storage.team import agreeing, opened, rounds
from storage.team.alike import same_views
from storage.team.closing import why_open
from storage.team.deciding import others_decide
from storage.team.mark_reading import proofs_in_front, proofs_left
from storage.team.positions import head_for, lock_round, require_lead, seat_of
from storage.team.round_letters import CLOSING, NEW_ROUND, OPENED, withdraw_closing


def _round_to_close(desk: Desk, assessment_id: int) -> Row[Any]:
    """An open round, locked, for one who leads it."""
    row = lock_round(desk.connection, assessment_id)
    require_lead(desk.connection, desk.person_id, row.organisation_id)
    if row.closed_at is not None:
        raise BadValue("round_is_closed")
    return row


def _close_wished(desk: Desk) -> Performed:
    """At once where everybody who began is done, by a job; else in a day, and whoever is not done is told."""
    row = _round_to_close(desk, desk.act.number)
    if desk.act.extra:
        return _day_set(desk, row, _days_from_today(desk, 1))
    trouble = why_open(desk.connection, row.id)
    if trouble is not None:
        raise trouble
    desk.wish("close_round", assessment=row.id)
    return Performed(panel_of("(T", row.organisation_id), notice("round_closing"))


def _kept_open(desk: Desk) -> Performed:
    return _day_set(desk, _round_to_close(desk, desk.act.number), "")


def _closing_in_days(desk: Desk) -> Performed:
    row = _round_to_close(desk, desk.act.number)
    return _day_set(desk, row, _days_from_today(desk, desk.act.extra) if desk.act.extra else "")


def _closing_on_day(desk: Desk) -> Performed:
    """The day that was typed, of the newest round of this team."""
    head = head_for(desk, desk.act.number)
    return _day_set(desk, _round_to_close(desk, head.assessment), desk.act.text)


def _days_from_today(desk: Desk, days: int) -> str:
    return (date.fromisoformat(desk.knowledge.day(desk.now)) + timedelta(days=days)).isoformat()


def _day_set(desk: Desk, row: Row[Any], day: str) -> Performed:
    """The last day to answer; letters on a day that is not the last one any more are taken back."""
    today = desk.knowledge.day(desk.now)
    rounds.set_day(desk.connection, row, day, today)
    if day != row.closes_on:
        withdraw_closing(desk.connection, row.id)
    if day and day == _days_from_today(desk, 1):
        desk.wish("tell_round", assessment=row.id, letter=CLOSING)
    said = notice("round_day_set", {"day": day}) if day else notice("round_kept_open")
    return Performed(panel_of("(T", row.organisation_id), said)


def _new_round(desk: Desk) -> Performed:
    """A new round of the check this person is at, if it is one of this team, or of the team's newest one."""
    seat = require_lead(desk.connection, desk.person_id, desk.act.number)
    head = head_for(desk, desk.act.number)
    row = rounds.new_round(desk.connection, seat, head.framework, desk.now)
    desk.wish("tell_round", assessment=row.id, letter=NEW_ROUND, by=desk.person_id)
    return Performed(panel_of("(T", seat.organisation_id), notice("round_opened"))


def _answer_round(desk: Desk) -> Performed:
    """Only where there is no round to go to: see `flows.handling`."""
    seat_of(desk.connection, desk.person_id, desk.act.number)
    raise BadValue("round_none_open")


def _element(desk: Desk, row: Row[Any], place: int) -> tuple[Framework, Element]:
    framework = desk.knowledge.frameworks.get(f"{row.framework}-{row.version}")
    if framework is None:
        raise NotYours
    return framework, chosen(framework.elements, place)


def _agreed(desk: Desk) -> Performed:
    row = agreeing.round_to_agree(desk.connection, desk.person_id, desk.act.number)
    place, value = divmod(desk.act.extra, CHOICES)
    framework, element = _element(desk, row, place)
    said = {element.id: agreeing.answer_for(framework, element, value)}
    others = others_decide(desk.connection, framework, row.id, desk.person_id)
    if not agreeing.write_agreed(desk.connection, framework, row.id, said, desk.now, others):
        if element.id in others and element.id in agreeing.to_agree(desk.connection, row.id):
            raise BadValue("others_decide", groups=" ".join(others[element.id]))
        raise NotYours
    return Performed(panel_of("(E", row.id, place), notice("agreed"))


def _agreed_on_same_views(desk: Desk) -> Performed:
    row = agreeing.round_to_agree(desk.connection, desk.person_id, desk.act.number)
    framework, _first = _element(desk, row, 0)
    same = same_views(desk.connection, framework, row.id, desk.person_id)
    others = others_decide(desk.connection, framework, row.id, desk.person_id)
    stored = agreeing.write_agreed(desk.connection, framework, row.id, same, desk.now, others)
    return Performed(panel_of("(S", row.id), notice("agreed_same", {"number": stored}))


def _proof_agreed(desk: Desk) -> Performed:
    row = agreeing.round_to_agree(desk.connection, desk.person_id, desk.act.number)
    if desk.act.text:
        return _proofs_typed(desk, row)
    place, option = divmod(desk.act.extra, CHOICES)
    framework, element = _element(desk, row, place)
    agreeing.write_proof(desk.connection, framework, row.id, element, option)
    return Performed(proofs_left(desk, row.id) or panel_of("(E", row.id, place), notice("agreed"))


def _proofs_typed(desk: Desk, row: Row[Any]) -> Performed:
    """All that was typed on the page of proofs, such as `1a 3c`, or nothing of it where a part cannot be read."""
    page = proofs_in_front(desk, row.id)
    if page is None:
        raise NotYours
    elements = desk.knowledge.frameworks[page.scope.framework].element_by_id
    lacking = {*page.levels, *page.excused}
    named = []
    for number, letter in proofs_typed(desk.act.text):
        one = page.scope.elements[number - 1] if 1 <= number <= len(page.scope.elements) else ""
        option = option_at(elements[one], letter, excused=one in page.excused) if one in lacking else None
        if option is None:
            raise BadValue("proofs_unread")
        named.append((elements[one], option))
    framework = desk.knowledge.frameworks[page.scope.framework]
    for element, option in named:
        agreeing.write_proof(desk.connection, framework, row.id, element, option)
    return Performed(proofs_left(desk, row.id) or panel_of("(S", row.id), notice("agreed"))


def _reason_given(desk: Desk) -> Performed:
    row = agreeing.round_to_agree(desk.connection, desk.person_id, desk.act.number)
    _framework, element = _element(desk, row, desk.act.extra)
    agreeing.write_reason(desk.connection, row.id, element.id, desk.act.text)
    return Performed(panel_of("(E", row.id, desk.act.extra), notice("agreed"))


def _open_now(desk: Desk) -> Notice:
    """What a yes comes to: with the last one the levels of a closed round are open."""
    last = opened.is_open(desk.connection, desk.act.number)
    return notice("open_from_now" if last else "open_agreed")


def _opened(desk: Desk) -> Performed:
    agrees = bool(desk.act.extra)
    new = opened.consent(desk.connection, desk.person_id, desk.act.number, desk.now, agrees=agrees)
    said = _open_now(desk) if agrees else notice("open_taken_back")
    if new and said.key == "open_from_now":
        desk.wish("tell_round", assessment=desk.act.number, letter=OPENED, by=desk.person_id)
    return Performed(panel_of("(o", desk.act.number), said)


ACTS: dict[str, Callable[[Desk], Performed | None]] = {
    "close_round": _close_wished,
    "keep_round_open": _kept_open,
    "close_in_days": _closing_in_days,
    "round_day": _closing_on_day,
    "new_round": _new_round,
    "answer_round": _answer_round,
    "agree": _agreed,
    "agree_same_views": _agreed_on_same_views,
    "agree_proof": _proof_agreed,
    "agree_reason": _reason_given,
    "open_answers": _opened,
}
