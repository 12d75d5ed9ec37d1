"""What must hold of the database at every moment, and of everything once the storm is over."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from storage.jobs import MOST_ATTEMPTS
from tests.simulator.content import MARK
from tests.simulator.meaning import ANY, fits
from tests.simulator.process import Crash
from tests.simulator.registry import invariant

if TYPE_CHECKING:
    from tests.simulator.storm import Storm

# What the bot may be refused: all of it is success or healed by the bot itself.
FORESEEN = (
    "message is not modified",
    "query is too old",
    "message to edit not found",
    "message to delete not found",
    "message can't be deleted",
    "message can't be edited",
)
LOUD = {"holding"}
"""Errors that belong in the log while a storm rages."""


@invariant(during=True)
def an_answer_is_what_its_act_meant(storm: Storm) -> Iterator[str]:
    """Every history row comes from one act: of this person, for this element, with this answer."""
    for row in storm.ledger.fresh():
        act = storm.acts.get(row.key)
        if act is None or act.who.person.user_id != row.chat:
            yield f"{row} comes from nobody's act, or another's: {act}"
        elif not fits(act.meaning, row.after, storm.framework, row.element):
            yield f"{row} is not what was meant by: {act.told} ({act.meaning})"


@invariant(during=True)
def an_act_writes_to_no_other_element(storm: Storm) -> Iterator[str]:
    for row in storm.ledger.fresh():
        act = storm.acts.get(row.key)
        if act and act.meaning.kind != "Y" and act.meaning.element not in {row.element, ANY}:
            yield f"{row} was meant for {act.meaning.element}: {act.told}"


@invariant(during=True)
def an_event_is_stored_once(storm: Storm) -> Iterator[str]:
    for row in storm.ledger.doubles:
        yield f"twice in the history: {row}"


@invariant(during=True)
def an_event_that_comes_again_changes_nothing(storm: Storm) -> Iterator[str]:
    yield from storm.doubled


@invariant(during=True)
def everybody_has_one_conversation_and_one_participation_in_a_check_of_an_organisation(
    storm: Storm,
) -> Iterator[str]:
    doubled = "SELECT chat_id FROM conversation GROUP BY chat_id HAVING count(*) > 1"
    if found := storm.ledger.query(doubled):
        yield f"two conversations for {found[0]['chat_id']}"
    doubled = (
        "SELECT p.person_id, a.framework FROM participation p JOIN assessment a ON a.id = p.assessment_id "
        "GROUP BY p.person_id, a.framework, a.organisation_id HAVING count(*) > 1"
    )
    if found := storm.ledger.query(doubled):
        yield f"two participations of person {found[0]['person_id']} in {found[0]['framework']}"
    people, accounts = storm.ledger.count("person"), storm.ledger.count("account")
    if people != accounts or people > len(storm.walkers):
        yield f"{people} persons with {accounts} accounts for {len(storm.walkers)} people"


@invariant(during=True)
def no_event_is_set_aside(storm: Storm) -> Iterator[str]:
    for row in storm.ledger.query("SELECT cause, event FROM set_aside"):
        yield f"{row['cause']}: {row['event']}"


@invariant(during=True)
def the_bot_never_ends_by_itself(storm: Storm) -> Iterator[str]:
    yield from storm.process.ended_wrongly()


@invariant(during=True)
def telegram_takes_what_the_bot_sends(storm: Storm) -> Iterator[str]:
    for call in storm.fresh_calls():
        refused = call.reply.status == 400 and not any(words in call.outcome for words in FORESEEN)
        if refused:
            yield f"{call.method} {call.payload}: {call.outcome}"


_INTERNAL = re.compile(r"Traceback|\w+(?:Error|Exception)\b|(?i:sqlalchemy|sqlite)|\bNone\b|\{\w*\}")


@invariant(during=True)
def nobody_reads_internal_words(storm: Storm) -> Iterator[str]:
    for call in storm.fresh_calls():
        text = str(call.payload.get("text", ""))
        if found := _INTERNAL.search(text):
            yield f"{found.group()!r} in {text!r}"


@invariant(during=True)
def the_log_is_clean(storm: Storm) -> Iterator[str]:
    """No error but those a storm must bring, and nobody's words."""
    for entry in storm.fresh_log():
        if isinstance(entry.get("exc_info"), Crash):
            continue
        told = _told(entry)
        if MARK in told.casefold():
            yield f"somebody's words: {told}"
        if entry["log_level"] in {"error", "critical"} and entry["event"] not in LOUD:
            yield f"an error: {told}"


def _told(entry: dict[str, Any]) -> str:
    cause = entry.get("exc_info")
    shown = "".join(traceback.format_exception(cause)) if isinstance(cause, BaseException) else ""
    return f"{entry}\n{shown}"


@invariant(during=False)
def what_was_confirmed_was_taken_in(storm: Storm) -> Iterator[str]:
    """Telegram forgot no update that the bot had not stored."""
    lost = {str(update["update_id"]) for update in storm.world.updates.lost}
    wanted = [key for key in storm.acts if key not in lost]
    for key in wanted:
        if key not in storm.taken:
            yield f"never taken in: {storm.acts[key].told}"


@invariant(during=False)
def the_history_leads_to_the_answers(storm: Storm) -> Iterator[str]:
    """Each row begins where the one before ended, and the last one is what stands in `answer`."""
    held: dict[tuple[int, str], dict[str, Any] | None] = {}
    for row in storm.ledger.read():
        before = held.get((row.participation, row.element))
        if before != row.before:
            yield f"{row} does not follow on {before}"
        held[row.participation, row.element] = row.after
    stored = {
        (each["participation_id"], each["element_id"]): dict(each)
        for each in storm.ledger.query("SELECT * FROM answer")
    }
    if {key for key, said in held.items() if said is not None} != set(stored):
        yield f"answers {sorted(stored)} against history {held}"
    for key, answer in stored.items():
        said = held.get(key) or {}
        if any(answer[name] != value for name, value in said.items()):
            yield f"{answer} against {said}"


@invariant(during=False)
def what_was_wished_for_is_done(storm: Storm) -> Iterator[str]:
    for row in storm.ledger.query("SELECT kind, attempts, trouble FROM job WHERE done_at IS NULL"):
        if row["attempts"] < MOST_ATTEMPTS:
            yield f"{dict(row)}"


@invariant(during=False)
def the_newest_screen_is_in_front(storm: Storm) -> Iterator[str]:
    """In calm weather everybody sees what is stored, unless nothing can be sent or nobody knows what arrived."""
    for who in storm.walkers:
        place = storm.ledger.place(who.person.user_id)
        if place is None or place["unreachable"] or place["message_id"] is None:
            continue
        if place["shown"] < place["revision"]:
            yield f"{who.name} is behind: {dict(place)}"
