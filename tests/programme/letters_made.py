"""Letters to draw: every kind, to people at every state, with usual facts, the longest ones and hardly any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from bot.programme.letter_screens import BY_KIND
from flows.agenda import EVENTS, action_id
from flows.checks import as_part
from flows.conversation import Chosen, Conversation
from flows.team_pages import Position
from storage.programme.letter_facts import LetterFacts
from storage.programme.letters import Letter
from tests.screens_made import FRAMEWORKS, framework_of
from tests.screens_seen import samples
from tests.screens_walked import walked

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
STRANGE = "A_B <Co> & [x](y) *Z* `q` {name} {0} %s \\n"
HIGH = "\U00010348"
"""A letter that Telegram counts twice."""

USUAL = LetterFacts(
    cohort="West 2027",
    framework="sp-1.0",
    deadline=date(2026, 4, 30),
    zone="Africa/Nairobi",
    writer="Grace",
    organisation="Red Cross",
    text="Can we talk on Monday?\n\nGrace",
    answer="Yes, it counts.",
    element="sp.lead.board",
    number=64**5 - 1,
)
LONGEST = LetterFacts(
    cohort=HIGH * 100,
    framework="ec-1.0",
    deadline=date(2026, 9, 30),
    zone="America/Argentina/Buenos_Aires",
    zone_is_own=False,
    writer=HIGH * 100,
    organisation=HIGH * 200,
    text=HIGH * 1500,
    answer=HIGH * 1500,
    element=max((len(one.name), one.id) for each in FRAMEWORKS.values() for one in each.elements)[1],
    number=1,
)
BARE = LetterFacts(zone_is_own=False)


def letter(kind: str, **args: int | str) -> Letter:
    """A letter of this kind, held by a worker."""
    usual = {"link": 9, "organisation": 5, "assessment": 6, "day": "2026-04-30"}
    return Letter(1, f"{kind}:1", kind, "telegram:1:7", 3, 64**5 - 1, None, 4, args or usual, NOW, NOW)


def about_action(there: Conversation, facts: LetterFacts, chosen: Chosen) -> LetterFacts:
    """The same facts with an action of this person's check: of the open element, else of the first one."""
    element = there.element or framework_of(there).elements[0].id
    return replace(facts, action=action_id(there, element), chosen=chosen)


PLANS = (
    *(Chosen(event=event, ask_on="2026-03-26") for event in EVENTS),
    Chosen(day="2026-03-26", smaller=True, ask_on="2026-03-26"),
)


OF_THE_PLACE = ("reminder", "check_in")
"""Kinds that hang on where somebody is; the others read alike for everybody."""


@cache
def people() -> tuple[Conversation, ...]:
    """Somebody at every state of every check, and after many an answer of a walk."""
    each: dict[tuple[str, str], Conversation] = {}
    for there in samples():
        each.setdefault((there.state, there.framework), there)
    asked = [there for there in walked() if there.state == "asking" and there.panel is None]
    return (*each.values(), *asked[::50])


def to_draw() -> Iterator[tuple[Conversation, Letter, LetterFacts]]:
    """Everything, in no language yet."""
    other = next(there for there in samples() if there.inputs.organisation and there.framework == "ip-1.0")
    for place, there in enumerate(people()):
        plan = PLANS[place % len(PLANS)]
        for facts in (USUAL, LONGEST, BARE, replace(USUAL, writer="")):
            yield there, letter("reminder"), facts
            yield there, letter("check_in"), about_action(there, facts, plan)
        if there.framework != other.framework:
            elsewhere = replace(USUAL, part=as_part(other))
            yield there, letter("reminder"), elsewhere
            yield there, letter("check_in"), about_action(other, elsewhere, plan)
    for there in people()[::10]:
        for kind in set(BY_KIND) - set(OF_THE_PLACE):
            for facts in (USUAL, LONGEST, replace(USUAL, writer="", element="")):
                yield there, letter(kind), replace(facts, answer="") if kind == "asked" else facts
    yield people()[0], letter("closed", organisation=5, assessment=6, leads=1), USUAL
    for position in Position:
        yield people()[0], letter("team_owner", organisation=5), replace(LONGEST, position=position.value)
