"""Pictures of where people stand, named or random, and steps really taken in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from frameworks.agenda import Picture
from frameworks.load import shipped
from frameworks.model import Act, Action, Cost, Framework
from frameworks.raising import Step
from frameworks.scoring import Scorecard, score
from frameworks.settling import Settled, State, settle
from frameworks.stages import NoStage, Stage
from frameworks.values import Answer, Scope
from tests.frameworks.samples import DONT_KNOW, NOT_APPLICABLE, SP, answers

EC = shipped()["ec-1.0"]


def picture(
    values: Mapping[str, Answer],
    profile: str = "direct",
    framework: Framework = SP,
    size: str | None = None,
    taken: tuple[str, ...] = (),
    unasked: tuple[str, ...] = (),
) -> Picture:
    settled = settle(framework, values, profile)
    return Picture(framework, settled, score(framework, settled, profile), profile, size, taken, unasked)


def by_dimension(framework: Framework, levels: Mapping[str, str]) -> dict[str, Answer]:
    """Answers from one line of levels for each dimension."""
    values = {
        one.id: said if said == "?" else int(said)
        for dimension in framework.dimensions
        for one, said in zip(dimension.elements, levels[dimension.id], strict=True)
    }
    return answers(values)


PLACE = by_dimension(
    EC,
    {
        "will": "3322",
        "law": "2223?",
        "money": "3212?",
        "payer": "3222",
        "data": "3232",
        "market": "313?",
        "trust": "2212",
    },
)


def with_actions(framework: Framework, *actions: Action) -> Framework:
    """The framework with these actions, each at its element."""
    return replace(
        framework,
        dimensions=tuple(
            replace(
                part,
                elements=tuple(
                    replace(one, actions=tuple(each for each in actions if each.element == one.id))
                    for one in part.elements
                ),
            )
            for part in framework.dimensions
        ),
    )


def act(element_id: str, from_level: int = 1, **keys: object) -> Action:
    known = {
        "act": Act.DO,
        "text": "Do it.",
        "first_step": "Begin.",
        "done_when": "it is done.",
        "sentence": 1,
        "days": 2.0,
        "cost": Cost.NONE,
        "taken_by": "lead",
        "message": "Shall we?",
        "show": 0,
        "also_helps": "",
        "not_if": "",
    }
    return Action(element=element_id, from_level=from_level, **(known | keys))  # type: ignore[arg-type]


PALETTES: tuple[tuple[int | str, ...], ...] = (
    (1, 2, 3, 4, DONT_KNOW, NOT_APPLICABLE),
    (1, 2),
    (2, 3),
    (3, 3, 3, 3, 4, 2, 1),
    (3, 4, 3, 3, 3, DONT_KNOW),
    (1, 1, 2, DONT_KNOW),
)


def some_answers(framework: Framework, random: Random) -> dict[str, Answer]:
    """Answers to all elements, from mostly alike to mixed, with some left out."""
    palette = random.choice(PALETTES)
    said = {one.id: random.choice(palette) for one in framework.elements}
    for one in random.sample(sorted(said), random.choice([0, 0, 3])):
        del said[one]
    return answers(said)


def some_picture(framework: Framework, seed: int) -> Picture:
    """Where a person or, with some elements that people see differently, a team stands; one for each seed."""
    random = Random(seed)
    values = some_answers(framework, random)
    profile = random.choice(framework.profiles).id
    size = random.choice([None, *(one.id for one in framework.sizes)])
    ids = [one.id for one in framework.elements]
    settled = settle(framework, values, profile)
    for one in random.sample(ids, random.choice([0, 0, 4])):
        low = random.randint(1, framework.levels - 1)
        settled[one] = Settled(State.OPEN, low, random.randint(low + 1, framework.levels))
    scope = random.choice([Scope.FULL, Scope.FULL, Scope.QUICK])
    if scope is Scope.QUICK:
        settled |= {one.id: Settled(State.NOT_ASKED) for one in framework.elements if not one.quick}
    card = score(framework, settled, profile, scope)
    taken = frozenset(random.sample(ids, random.choice([0, 0, 3])))
    unasked = tuple(one for one in card.words if one not in values and settled[one].state is State.UNKNOWN)
    return Picture(framework, settled, card, profile, size, taken, unasked)


def part_of(framework: Framework, number: int) -> str | None:
    """A dimension by number, or none."""
    return ([None, *(part.id for part in framework.dimensions)])[number % (len(framework.dimensions) + 1)]


def rank(stage: Stage) -> int:
    return list(Stage).index(stage)


def applied(picture: Picture, step: Step) -> Scorecard:
    """The scorecard once the element really stands at the new level."""
    settled = {**picture.settled, step.element: Settled(State.LEVEL, step.to_level, step.to_level)}
    scope = Scope.QUICK if picture.card.no_stage is NoStage.QUICK else Scope.FULL
    return score(picture.framework, settled, picture.profile, scope)


def in_place(card: Scorecard, dimension: str) -> int:
    return next(part.in_place for part in card.dimensions if part.id == dimension)


each_framework = pytest.mark.parametrize("framework", [SP, EC], ids=lambda framework: str(framework.id))
thousand = settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))


seeds = st.integers(0, 2**32)
parts = st.integers(0, 8)
