"""What a person's own pages are drawn from: an invitation, their habits, what their organisation shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flows.evidence import EvidencePage
from flows.mark_pages import MarkPages
from flows.round_pages import RoundPages
from flows.share_pages import OpenLinks, SharePages
from flows.team_pages import TeamPages
from flows.team_results import ClosedRound, TeamResult


class Right(StrEnum):
    """What a coordinator may do in a cohort: everything; all but answers and exports; look only."""

    LEAD = "lead"
    HELPER = "helper"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link invites this chat to. `state`: open, used, full, ended, revoked, closed, joined, asked; result where
    it shows one and invites to nothing: then `link` is the number of the share.

    `organisation` is the name on the coordinator's list, empty where anybody may come. `asks_sharing` is false
    where the organisation has decided on that already. `share_until` is an ISO date. `right` is set where the link
    invites to coordinate, `position` where it invites to a team: then `people` are in it, and `deadline` is the last
    day of its round; `group` is the stakeholder group it is for. `enrolment` and `organisation_id` are the
    storage's own.
    """

    link: int
    state: str
    cohort: str = ""
    framework: str = ""
    coordinator: str = ""
    deadline: str = ""
    zone: str = ""
    organisation: str = ""
    organisation_id: int | None = None
    size: str = ""
    enrolment: int | None = None
    asks_sharing: bool = True
    share_until: str = ""
    reminders: bool = True
    right: Right | None = None
    position: str = ""
    people: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class HabitPage:
    """How this chat wants to be written to. `zone` is empty where it is not known; then `cohort_zone` counts."""

    zone: str = ""
    cohort_zone: str = ""
    rest_days: tuple[int, ...] = ()
    reminders: str = ""
    stopped: bool = False
    snoozed_until: datetime | None = None
    quiet_from: str = "20:00"
    quiet_until: str = "08:00"


@dataclass(frozen=True, slots=True)
class Share:
    """A cohort that this person's organisation belongs to, and what its coordinators may see until when."""

    enrolment: int
    cohort: str
    organisation: str
    coordinators: tuple[str, ...]
    shares: bool
    until: str
    stage: bool
    owner: bool


@dataclass(frozen=True, slots=True)
class SharingPage:
    """What coordinators see, and who else has a link. `links` are those of the organisations that its reader owns.

    `others_share`: its reader is in a team that somebody else owns, who may share its result by a link.
    """

    shares: tuple[Share, ...]
    links: tuple[OpenLinks, ...] = ()
    others_share: bool = False


@dataclass(frozen=True, slots=True)
class SharedWith:
    """The names of the cohorts whose coordinators see the result of the check that this person is at.

    `team` is the result of a closed round of several people, for those who may see it; to the others of the team
    `with_leads` says that there is one. `before` is one's own round before, which nobody else answered. `alone`:
    nobody else is in the organisation; `waits`: others are, and the result of all comes when their round closes.
    `looked_back` holds where they say now that they were in it, by element id: it stands apart and changes nothing.
    `newer_round` counts, from 1, the round of this check that is open by now; 0 where this one is the newest.
    """

    cohorts: tuple[str, ...] = ()
    team: TeamResult | None = None
    with_leads: bool = False
    before: ClosedRound | None = None
    alone: bool = False
    waits: bool = False
    newer_round: int = 0
    looked_back: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """In which forms a result can be had: one's own, as soon as anything is answered; or that of a closed round.

    `round` is the round's number in the storage, 0 for one's own, and `organisation` the name of whose round it is.
    """

    round: int = 0
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class AskPage:
    """Where a question for coordinators is written: the name of the cohort whose coordinators will read it.

    `others` are the number and name of those who could be asked instead. `here`: it is about the check that this
    person is at, so the question goes with the place.
    """

    cohort: str
    others: tuple[tuple[int, str], ...] = ()
    here: bool = True


@dataclass(frozen=True, slots=True)
class MorePage:
    """What More offers beside the usual: a coordinator to ask, one's own cohorts, and notes at this question.

    `answered_before`: the person gave this question a level in the round before, and may look back on it.
    """

    has_coordinator: bool = False
    is_coordinator: bool = False
    notes: int = 0
    answered_before: bool = False


OwnPage = (
    Invitation
    | HabitPage
    | SharingPage
    | SharedWith
    | ReportPage
    | AskPage
    | MorePage
    | TeamPages
    | RoundPages
    | MarkPages
    | EvidencePage
    | SharePages
)
