"""People of a place for the tests: voices of groups, and the worked case of four groups."""

from __future__ import annotations

from collections.abc import Mapping

from frameworks.load import shipped
from frameworks.model import Framework
from frameworks.places import Place, Voice, settle_place
from frameworks.scoring import Scorecard, score
from frameworks.values import Answer, Said
from tests.frameworks.samples import answer, answers

EC = shipped()["ec-1.0"]
NOBODY_DECIDES = tuple(one.id for one in EC.elements if not EC.deciding_groups(one, "both"))


def ec(*names: str) -> tuple[str, ...]:
    """Full ids of elements."""
    return tuple(f"ec.{name}" for name in names)


def person(group: str, values: Mapping[str, int | str]) -> Voice:
    """One person; ids without the prefix."""
    return Voice(group, answers({f"ec.{name}": value for name, value in values.items()}))


def all_at(group: str, level: int, changes: Mapping[str, int | str] | None = None) -> Voice:
    """One person who gives every element one level, but for the changes."""
    values: dict[str, int | str] = {one.id.removeprefix("ec."): level for one in EC.elements}
    return person(group, values | dict(changes or {}))


def card_of(place: Place, profile: str, framework: Framework = EC) -> Scorecard:
    """The scorecard of this picture of a place."""
    return score(framework, place.settled, profile, one_sided=place.view.no_stage)


CASE_31_LEVELS: Mapping[str, tuple[int | str, ...]] = {
    "will": (3, 3, 2, 2),
    "law": (2, 2, 2, 3, "?"),
    "money": (3, 2, 1, 2, "?"),
    "payer": (3, 2, 2, 2),
    "data": (3, 2, 3, 2),
    "market": (3, 1, 3, "?"),
    "trust": (2, 2, 1, 2),
}
CASE_31 = {
    element.id: answer(level)
    for dimension in EC.dimensions
    for element, level in zip(dimension.elements, CASE_31_LEVELS[dimension.id], strict=True)
}


def case_31() -> Place:
    """Four groups, each of which answers what is its own and what nobody decides on."""
    return settle_place(EC, case_31_voices(), "both")


def case_31_voices() -> list[Voice]:
    """The twelve people of that case."""

    def some(group: str, *names: str) -> Voice:
        same = {one: CASE_31[one] for one in (*ec(*names), *NOBODY_DECIDES)}
        other = dict.fromkeys(EC.element_by_id, Answer(Said.NOT_MY_AREA))
        return Voice(group, other | same)

    government = [Voice("government", CASE_31)] * 4
    own = answers({"ec.law.buy": 1, "ec.money.pay": 1})
    providers = [Voice("provider", {**some("provider", "market.prov").answers, **own})] * 5
    donors = [some("donor", "money.pot", "market.help")] * 2
    return [*government, *providers, *donors, some("adviser")]
