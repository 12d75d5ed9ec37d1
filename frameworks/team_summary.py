"""The summary of a closed round of several people: the same parts as one person's, from levels that were settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum

from frameworks.model import Framework
from frameworks.place_card import Printed
from frameworks.scoring import score
from frameworks.settling import Settled, State
from frameworks.summary import Basis, Fit, Summary, drawn_from
from frameworks.values import ANYONE, Scope

NOTHING_SHOWN: Mapping[str, int] = {}
NOT_SEEN = Settled(State.NOT_ASKED)


class Standing(StrEnum):
    """What the level of an element rests on: still to be settled, worked out from private answers, or agreed."""

    OPEN = "open"
    PROVISIONAL = "provisional"
    AGREED = "agreed"


def standings(settled: Mapping[str, Settled], agreed: Collection[str]) -> dict[str, Standing]:
    """What every element that counts rests on. Agreed is also what the meeting agreed not to know."""
    return {
        one: Standing.AGREED
        if one in agreed
        else Standing.OPEN
        if value.level is None
        else Standing.PROVISIONAL
        for one, value in settled.items()
        if value.counts
    }


def count_standings(settled: Mapping[str, Settled], agreed: Collection[str]) -> Counter[Standing]:
    """How many of the elements that count are agreed, provisional, open."""
    return Counter(standings(settled, agreed).values())


def summarise_team(
    framework: Framework,
    settled: Mapping[str, Settled],
    profile: str | None,
    scope: Scope,
    options: Mapping[str, int] = NOTHING_SHOWN,
    fit: Fit | None = None,
    size: str | None = None,
    taken: Collection[str] = (),
) -> Summary:
    """The summary of a team's settled levels; `options` are the proofs that its meeting named, by element."""
    card = score(framework, settled, profile, scope)
    basis = Basis(
        framework,
        settled,
        card,
        profile,
        scope,
        lambda one: first_to_ask(framework, one),
        options,
        asked=card.words.keys(),
        fit=fit,
        size=size,
        taken=taken,
    )
    return drawn_from(basis)


def summarise_place(
    framework: Framework,
    seen: Printed,
    profile: str | None,
    scope: Scope,
    options: Mapping[str, int] = NOTHING_SHOWN,
    fit: Fit | None = None,
) -> Summary:
    """The summary of a place as it may be printed: nothing of what it keeps back, but in its stage."""
    basis = Basis(
        framework,
        all_seen(framework, seen),
        seen.card,
        profile,
        scope,
        lambda one: first_to_ask(framework, one),
        options,
        asked=seen.card.words.keys(),
        fit=fit,
    )
    return drawn_from(basis)


def all_seen(framework: Framework, seen: Printed) -> dict[str, Settled]:
    """Every element of a place as it may be printed; what is kept back counts nowhere."""
    return {one.id: seen.settled.get(one.id, NOT_SEEN) for one in framework.elements}


def first_to_ask(framework: Framework, element_id: str) -> str | None:
    """The first role that could say more of an element."""
    ask = framework.element_by_id[element_id].ask
    return next((role for role in ask if role != ANYONE), None)
