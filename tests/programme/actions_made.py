"""Actions that people took up, and letters about them as a worker holds them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, update

from storage.programme.letter_facts import LetterFacts, facts_of
from storage.programme.letters import Letter
from storage.programme.tables import letter
from storage.tables import answer, chosen_action, conversation
from tests.programme.joined import NOON, Joined

ACTION = "act.sp.lead.board.2"
TODAY = NOON.date().isoformat()


def somebody(made: Joined, number: int = 1, **changes: Any) -> int:
    """Somebody who joined and began; their chat."""
    chat = made.chat(number, **changes)
    made.join(chat, made.cohort())
    return chat


def part_of(made: Joined, chat: int) -> int:
    return int(made.row(conversation, id=chat).participation_id)


def takes_up(made: Joined, chat: int, ask_on: str = TODAY, action: str = ACTION, **changes: Any) -> None:
    values = {
        "participation_id": part_of(made, chat),
        "action_id": action,
        "status": "open",
        "event": "board",
        "day": "",
        "smaller": False,
        "chosen_on": "2026-02-26",
        "ask_on": ask_on,
        "at": NOON,
    }
    with made.writer.begin() as connection:
        connection.execute(insert(chosen_action).values({**values, **changes}))


def changes(made: Joined, **values: Any) -> None:
    with made.writer.begin() as connection:
        connection.execute(update(chosen_action).values(values))


def held(made: Joined, kind: str = "check_in") -> Letter:
    """The only letter of a kind, as a worker holds it."""
    row = made.row(letter, kind=kind)
    return Letter(
        row.id,
        row.key,
        row.kind,
        "telegram:1:1",
        row.conversation_id,
        row.cohort_id,
        row.note_id,
        row.participation_id,
        row.args,
        row.due_at,
        NOON,
    )


def facts(made: Joined, kind: str = "check_in") -> LetterFacts:
    letter_now = held(made, kind)
    with made.writer.begin() as connection:
        return facts_of(connection, letter_now)


def answered(made: Joined, chat: int, said: str, level: int | None) -> None:
    values = {"said": said, "level": level, "kept": False, "seconds": 9, "element_version": 1, "run": 0}
    whose = {"participation_id": part_of(made, chat), "element_id": "sp.lead.board", "at": NOON}
    with made.writer.begin() as connection:
        connection.execute(insert(answer).values({**whose, **values}))
