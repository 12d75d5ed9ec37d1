"""What the tests of notes and proofs share: what is kept, and ways to the page of a question."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import select, update

from bot.buttons import encode
from flows.events import Handled
from storage.tables import assessment
from storage.team.tables import evidence
from tests.faults.walking import act, conversation, press, rows
from tests.rig import Rig
from tests.telegram_world import Person

KEPT = "Kept with {}. Do not send photos of clients."


def kept(rig: Rig) -> list[Any]:
    """Everybody's notes and proofs, in the order they came."""
    return rows(rig, select(evidence).order_by(evidence.c.id))


async def to_notes(rig: Rig, who: Person) -> None:
    """From a question to its page of notes and proofs."""
    await press(rig, who, "More", "Notes and proof")


async def note(rig: Rig, who: Person, text: str) -> None:
    """Add a text on the page."""
    await press(rig, who, "Add a note")
    await act(rig, partial(who.say, text))


async def forge(rig: Rig, who: Person, verb: str, number: int, extra: int = 0) -> None:
    """Tap a button that was never on this person's screen."""
    data = encode(Handled(verb, number, extra))
    await act(rig, partial(who.press_data, who.screen().message_id, data))


def close(rig: Rig, who: Person) -> None:
    """The round of this person's organisation is closed."""
    own = conversation(rig, who).organisation
    with rig.writer.begin() as connection:
        closing = update(assessment).where(assessment.c.organisation_id == own)
        connection.execute(closing.values(closed_at=rig.core.clock.now()))
