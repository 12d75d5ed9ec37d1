"""From an organisation's result to its rows in each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.programme.exporting.columns import Row
from bot.programme.exporting.results import (
    ONE_PERSON,
    SMALL_GROUP,
    Result,
)
from bot.words import Words
from flows.agenda import element_of, from_level
from frameworks.model import Action, Element
from frameworks.scoring import Word
from frameworks.settling import State, asks_proof
from storage.programme.export_rows import ActionRow

CHOSEN = ("open", "shown", "done")
"""The actions that are told: those that were put aside again are not."""

NO_ACTION = (State.NOT_APPLICABLE.value, State.NOT_ASKED.value)
"""Where an element stands that nothing is to be done about."""


def who(result: Result) -> dict[str, str | int]:
    """How every sheet names the organisation."""
    row = result.row
    return {"organisation": row.number, "code": row.code, "name": row.name}


def organisation_row(result: Result, zone: ZoneInfo) -> Row:
    """The organisation itself: who, when, how many questions stand where, and the stage if that is shared."""
    row, people = result.row, result.row.people
    done = [one.finished_at for one in people if one.finished_at is not None]
    everyone = max(done) if len(done) == len(people) and done else None
    return {
        **who(result),
        "own_name": row.own_name,
        "version": result.framework.version if result.framework else row.framework.rpartition("-")[2],
        "size": row.size,
        "profile": result.profile,
        "people": len(people),
        "people_done": len(done),
        "joined_at": _local(row.joined_at, zone),
        "started_at": _local(min((one.started_at for one in people), default=None), zone),
        "finished_at": _local(everyone, zone),
        "shared_until": _local(row.shared_until, zone),
        "withheld": result.withheld,
        **_counted(result),
        **_stage(result),
    }


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)


def _counted(result: Result) -> dict[str, int]:
    card = result.card
    if card is None:
        return {}
    return {
        "counted": card.counted,
        **{word.value: card.counts[word] for word in Word},
        "not_applicable": len(card.not_applicable),
        "musts": card.musts,
        "musts_in_place": card.musts_met,
        "showable": card.showable,
        "proofs": card.shown,
    }


def _stage(result: Result) -> Row:
    """The stage where it is shared and there is one; else nothing, so that the two cannot be told apart."""
    card = result.card
    if card is None or card.stage is None or not result.row.share_stage:
        return {}
    return {
        "stage_low": card.stage.low.value,
        "stage_high": card.stage.high.value,
        "stage_not_shown": int(card.not_shown_yet),
    }


def level_rows(result: Result) -> Iterator[Row]:
    """A row for each question of the organisation's version."""
    head = who(result)
    for element in result.elements:
        yield {
            **head,
            "version": result.framework.version if result.framework else "",
            "dimension": element.dimension,
            "element": element.id,
            "element_version": element.version,
            "must": int(element.must),
            "withheld": result.withheld,
            **(_standing(result, element) if result.card else {}),
        }


def _standing(result: Result, element: Element) -> Row:
    kept_back = result.keeps_back(element)
    if kept_back == SMALL_GROUP:
        return {"withheld": kept_back}
    assert result.framework is not None
    level, counts = result.level(element), result.settled[element.id].counts
    asked = level is not None and asks_proof(result.framework, element, level)
    return {
        "level": level,
        "word": result.word(element),
        "pass_level": result.framework.pass_level(element, result.profile) if counts else None,
        "proof": int(result.settled[element.id].shown) if asked else None,
        "withheld": kept_back,
    }


def wide_row(result: Result) -> Row:
    """All levels and words of the organisation in one row."""
    told = result.elements if result.card else ()
    return {
        **who(result),
        "version": result.framework.version if result.framework else "",
        "withheld": result.withheld or next(filter(None, map(result.keeps_back, told)), ""),
        **{one.id: result.level(one) for one in told},
        **{f"{one.id}.word": result.word(one) for one in told},
    }


def heat_row(result: Result) -> Row:
    """How many questions are in place in each dimension, of those that count."""
    parts = result.card.dimensions if result.card else ()
    placed = {f"{part.id}.in_place": part.in_place for part in parts}
    counted = {f"{part.id}.counted": part.counted for part in parts}
    return {**who(result), "withheld": result.withheld, **placed, **counted}


def action_rows(result: Result, words: Words) -> Iterator[Row]:
    """What the organisation took up, once it has a result; of several people only what says who takes it.

    Nothing that tells the level of one of several people.
    """
    for action in _plans_of_all(result.row.actions) if result.several else result.row.actions:
        element = result.framework.element_by_id.get(element_of(action.action)) if result.framework else None
        if result.card is None or element is None or action.status not in CHOSEN:
            continue
        if result.word(element) in NO_ACTION:
            continue
        yield {
            **who(result),
            "element": element.id,
            "event": action.event,
            "day": _day(action.day),
            "smaller": int(action.smaller),
            "chosen_on": _day(action.chosen_on),
            **_named(result, element, action, words),
        }


def _plans_of_all(actions: Iterable[ActionRow]) -> Iterable[ActionRow]:
    """For each element the first one that says who takes it: how many took one up, and from where, is theirs."""
    found: dict[str, ActionRow] = {}
    for one in actions:
        if one.taken and one.status in CHOSEN:
            found.setdefault(element_of(one.action), one)
    return found.values()


def _named(result: Result, element: Element, action: ActionRow, words: Words) -> Row:
    """Which action it is. Its id names the level it starts from: of several people one that was theirs together."""
    level = result.level(element) or 0
    start = level if result.several and not action.from_team else from_level(action.action)
    if result.several and element.id in result.hidden | result.few:
        return {"status": action.status, "withheld": ONE_PERSON}
    reached = action.status != "done" and level > start
    record = element.action_from(start)
    return {
        "action": f"act.{element.id}.{start}",
        "title": _title(result, element, record, words),
        "status": "reached" if reached else action.status,
        "days": record.days if record else None,
        "cost": record.cost.value if record else "",
    }


def _title(result: Result, element: Element, record: Action | None, words: Words) -> str:
    """The action in words; one without a record is to find out what is not known."""
    assert result.framework is not None
    if record is not None:
        return result.framework.text(words.language, f"{record.id}.text", record.text)
    key, english = ("find_out", element.find_out) if element.find_out else ("question", element.question)
    question = result.framework.text(words.language, f"{element.id}.{key}", english)
    return words.say("action.find_out", question=question)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
