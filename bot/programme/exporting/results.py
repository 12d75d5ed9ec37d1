"""What one organisation's people said, settled: one result for each organisation, or the reason for none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.team_results import ClosedRound
from frameworks.model import Element, Framework
from frameworks.place_card import printed
from frameworks.places import alone
from frameworks.scoring import Scorecard, score
from frameworks.settling import Settled, settle
from frameworks.values import Scope
from storage.programme.export_rows import OrganisationRow, PersonRow

NOT_STARTED, NOT_DONE, ROUND_OPEN, OTHER_VERSION = "not_started", "not_done", "round_open", "other_version"
SMALL_GROUP, ONE_PERSON = "small_group", "one_person"


@dataclass(frozen=True)
class Result:
    """An organisation with its settled levels; where it has none, `withheld` says why and `card` is None.

    `several` people answered. `settled` holds what may be told: not the elements in `hidden`, which would give away
    what one or two people said. Of `few` the word is told and no level, as on every screen.
    """

    row: OrganisationRow
    framework: Framework | None = None
    withheld: str = ""
    profile: str = ""
    several: bool = False
    settled: Mapping[str, Settled] = field(default_factory=dict)
    card: Scorecard | None = None
    hidden: frozenset[str] = frozenset()
    few: frozenset[str] = frozenset()

    @property
    def elements(self) -> tuple[Element, ...]:
        """The questions of the version that this organisation answers."""
        return self.framework.elements if self.framework else ()

    def level(self, element: Element) -> int | None:
        """The settled level, where there is one and it may be told."""
        settled = self.settled.get(element.id)
        return settled.level if settled and element.id not in self.few else None

    def keeps_back(self, element: Element) -> str:
        """Why nothing, or no level, is told of an element that has one; empty where that is not so."""
        if element.id in self.hidden:
            return SMALL_GROUP
        settled = self.settled.get(element.id)
        return ONE_PERSON if element.id in self.few and settled and settled.level else ""

    def word(self, element: Element) -> str:
        """Where an element stands, in one word; empty where it may not be told."""
        if self.card is None or element.id not in self.settled:
            return ""
        word = self.card.words.get(element.id)
        return word.value if word else self.settled[element.id].state.value


def result_of(row: OrganisationRow, frameworks: Mapping[str, Framework], *, closed: bool) -> Result:
    """The result of one organisation; `closed` says that the cohort is.

    One person's own is told once they are done, or the cohort is closed, and only where it is theirs to share. That
    of several people is told once their round is closed, as it was frozen, whoever has left since: two pictures with
    one answer between them tell that answer.
    """
    framework = frameworks.get(row.framework)
    if framework is None:
        return Result(row, withheld=OTHER_VERSION if row.framework else NOT_STARTED)
    active = [one for one in row.people if not framework.element_by_id.keys().isdisjoint(one.answers)]
    withheld = _withheld(row, active, closed or row.closed)
    if withheld:
        return Result(row, framework, withheld)
    if row.frozen is not None:
        return _of_closed(row, framework, row.frozen)
    return _of_one(row, framework, active[0])


def _withheld(row: OrganisationRow, active: Sequence[PersonRow], closed: bool) -> str:
    """Why nothing is told of what these people said; empty where it may be."""
    if row.frozen is not None and row.frozen.people > 1:
        return ""
    if row.frozen is None and not active:
        return NOT_STARTED
    if len(active) > 1:
        return ROUND_OPEN
    if not closed and active[0].finished_at is None:
        return NOT_DONE
    return "" if active and active[0].owns else ONE_PERSON


def _of_closed(row: OrganisationRow, framework: Framework, found: ClosedRound) -> Result:
    """What a closed round left, with what its meeting agreed on."""
    several = found.people > 1
    if found.place is not None:
        seen = printed(framework, found.place, found.profile, found.scope, closed=True)
        if seen is None:
            return Result(row, framework, ROUND_OPEN)
        hidden = frozenset(seen.not_shown)
        return Result(row, framework, "", found.profile, several, seen.settled, seen.card, hidden)
    card = score(framework, found.settled, found.profile, found.scope)
    return Result(row, framework, "", found.profile, several, found.settled, card, few=found.few)


def _of_one(row: OrganisationRow, framework: Framework, person: PersonRow) -> Result:
    """One person's own picture."""
    profile, scope = person.profile, Scope(person.scope)
    settled = settle(framework, person.answers, profile, scope)
    card = score(framework, settled, profile, scope, alone(framework))
    return Result(row, framework, "", profile, False, settled, card)
