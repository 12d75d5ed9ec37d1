"""What the result of a closed round is drawn from, for those who may see it; and the round before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flows.conversation import Chosen
from frameworks.group_views import Views
from frameworks.places import Place
from frameworks.settling import Settled
from frameworks.values import Scope

Dates = tuple[tuple[str, str], ...]
"""What is due when: a kind of `flows.team_desk.DATE_KINDS`, and a day or a month as ISO has it."""


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """A closed round as it was frozen: nothing in it changes when somebody leaves. `framework` is a key such as sp-1.0.

    `settled` holds every element of the framework of that round, with what the meeting agreed on in place of what
    people gave; one on which two people differ is open over the whole scale until it is agreed on. Of a team it may
    be printed as it is; of a place only by `frameworks.place_card.printed(framework, place, ..., closed=True)`, and
    `views` is then how each group of three and more sees the elements.

    `agreed` are the ids that the meeting settled, `reasons` its sentences and `options` its proofs by element id.
    `versions` is the version of each element's text. Of `few` no level is told: fewer than three people of several
    gave one, and nothing is agreed. `sheet` is kept as `storage.team.sheets` makes it, here without what is not asked.
    `assessment_id` and `organisation_id` are the storage's own.
    """

    assessment_id: int
    organisation_id: int
    organisation: str
    size: str
    framework: str
    round_no: int
    people: int
    scope: Scope
    profile: str
    closed_at: datetime
    settled: Mapping[str, Settled]
    agreed: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, int] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    few: frozenset[str] = frozenset()
    sheet: tuple[Mapping[str, Any], ...] = ()
    place: Place | None = None
    views: Views = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, str]:
        """How near the answers of a team were by element id: close, talk, far; empty for too few."""
        return {} if self.place else {line["element"]: line["label"] for line in self.sheet}


@dataclass(frozen=True, slots=True)
class TeamResult:
    """The result of a closed round of several people, for somebody who may see it.

    `chosen` are the actions that people took up for their team, by the id they have at the level that counts for it,
    or were chosen by from this result: the level somebody else started from is their own.
    `planned_before` are those that were taken up from the result of the round before, by name. `notes` are what people
    let others read about an element. `leads`: whether they lead the team, `owns`: whether they own it. `papers` is how
    many proofs people named, `dates` when the next budget and election are; both where they are known.
    """

    now: ClosedRound
    before: ClosedRound | None = None
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    planned_before: Mapping[str, Chosen] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    leads: bool = True
    owns: bool = False
    papers: int | None = None
    dates: Dates = ()
