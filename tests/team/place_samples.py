"""Summaries of places to draw: with each group small and large, apart and of one mind, alone, with notes and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.screens.group_names import KNOWN
from bot.screens.sight import Sight
from flows.conversation import Conversation, Inputs
from flows.desk import panel_of
from flows.pages import SharedWith
from flows.team_results import TeamResult
from frameworks.places import Voice
from tests.frameworks.people import all_at, case_31_voices, person
from tests.team.golden_place import CHOSEN, DATES, NOTES, PAPERS
from tests.team.result_made import EC, SEPTEMBER, place_round, sight_of

BUSIA = Inputs("foundational learning in Busia", profile="both", group="donor", roles=("donor_finance",))


def place_summaries(language: str) -> Iterator[tuple[Conversation, SharedWith]]:
    """What every member reads of a closed round."""
    for result in _results():
        sight = member(result, language)
        assert isinstance(sight.page, SharedWith)
        yield sight.conversation, sight.page
    shared = member(case_31_result(), language, cohorts=("Štøp",))
    assert isinstance(shared.page, SharedWith)
    yield shared.conversation, shared.page
    yield replace(shared.conversation, panel=panel_of("(Y", 5)), shared.page


def member(result: TeamResult, language: str = "en", cohorts: tuple[str, ...] = ()) -> Sight:
    """Somebody of this place, with the fit check done."""
    page = SharedWith(cohorts, result)
    own = all_at("donor", 4).answers
    return sight_of(page, own, BUSIA, key=EC.key, language=language, fit=(2, 2, 2, 2, "?", 2))


def case_31_result() -> TeamResult:
    now = place_round(case_31_voices())
    return TeamResult(now, chosen=CHOSEN, notes=NOTES, papers=PAPERS, dates=DATES)


def _results() -> Iterator[TeamResult]:
    yield case_31_result()
    yield TeamResult(place_round(case_31_voices()), place_round(case_31_voices(), at=SEPTEMBER), leads=False)
    for profile in ("government", "donor", "both"):
        yield TeamResult(place_round([all_at("government", 3), *[all_at("donor", 2)] * 3], profile))
    for group in KNOWN:
        yield TeamResult(place_round(_beside(group, 1), "government"))
        yield TeamResult(place_round(_beside(group, 2), "government"))
        yield TeamResult(place_round([*_beside(group, 1, 2), *[all_at("donor", 4)]], "government"))
    yield TeamResult(place_round([all_at(group, 1) for group in KNOWN for _ in range(3)]))
    yield TeamResult(place_round([*apart("government", 3), *apart("donor", 2), *apart("provider", 3)]))
    yield TeamResult(place_round([all_at("provider", 3)] * 5, "government"))
    yield TeamResult(place_round([all_at("press", 1)] * 3 + [all_at("government", 3)] * 3, "government"))
    yield TeamResult(place_round(few()))
    yield TeamResult(place_round(case_35(), "government"))
    officials = [person("government", {"data.outc": 3})] * 2
    yield TeamResult(place_round([*officials, *apart("provider", 3)], "government"))
    between = [all_at("provider", level) for level in (1, 1, 2, 2)]
    yield TeamResult(place_round([*apart("government", 3), *between], "government"))


def apart(group: str, level: int) -> list[Voice]:
    """Three people of a group at one level."""
    return [all_at(group, level)] * 3


def case_35() -> list[Voice]:
    """One official with all they decide on and little else, and three providers."""
    owned = {
        one.id.removeprefix("ec."): 3
        for one in EC.elements
        if "government" in EC.deciding_groups(one, "government")
    }
    providers = [all_at("provider", 3, {"trust.people": 2})] * 3
    return [person("government", {**owned, "data.outc": 3, "trust.people": 1}), *providers]


def few() -> list[Voice]:
    """Groups so small that much is counted and not shown."""
    return [all_at("government", 3), all_at("government", 2), *apart("provider", 1), all_at("adviser", 4)]


def _beside(group: str, level: int, people: int = 3) -> list[Voice]:
    """The government at the lowest level but for what it decides, and this group at that level."""
    lowest = 1 if level == 1 else 3
    return [*[all_at("government", lowest)] * 3, *[all_at(group, level)] * people]
