"""Somebody who answers for two organisations by the same check, and how they get from one to the other."""

from __future__ import annotations

from flows.events import Handled, Typed
from tests.frameworks.samples import SP
from tests.storage.support import Talker
from tests.team.seats import Team

ONE, TWO = SP.elements[0].id, SP.elements[1].id


def of_umoja(team: Team) -> Talker:
    """Somebody at the second question, for Umoja."""
    talker = team.founder("Umoja")
    talker.see()
    talker.tap("l", 2)
    return talker


def named(talker: Talker) -> tuple[str, str]:
    """Where this person is: for whom, in which check."""
    return talker.look().inputs.organisation, talker.look().framework


def begins(talker: Talker) -> None:
    """From the name on to the first question."""
    for action, choice in (("Z", 1), ("P", 0), ("R", 2), ("T", 0), ("Q", 1)):
        if talker.look().state in {"sizing", "profiling", "roles", "scope"}:
            talker.tap(action, choice)


def begins_another(talker: Talker, name: str) -> None:
    """The same check for another organisation, from a question."""
    for action in "VI<":
        talker.tap(action)
    assert talker.conversation.state == "naming"
    talker.take(Typed(name))
    begins(talker)


def turn(talker: Talker, number: int | None, extra: int = 0) -> None:
    talker.take(Handled("(O", number or 0, extra))
