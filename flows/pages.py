"""What the pages beside the questions are drawn from: plain values that storage reads for one chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flows.counts import QuestionCount as QuestionCount
from flows.own_pages import AskPage as AskPage
from flows.own_pages import HabitPage as HabitPage
from flows.own_pages import Invitation as Invitation
from flows.own_pages import MorePage as MorePage
from flows.own_pages import OwnPage as OwnPage
from flows.own_pages import ReportPage as ReportPage
from flows.own_pages import Right as Right
from flows.own_pages import Share as Share
from flows.own_pages import SharedWith as SharedWith
from flows.own_pages import SharingPage as SharingPage


class Status(StrEnum):
    """Where an organisation of a cohort stands."""

    INVITED = "invited"
    NOT_STARTED = "not_started"
    MIDWAY = "midway"
    DONE = "done"
    OPTED_OUT = "opted_out"
    UNREACHABLE = "unreachable"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class CohortHead:
    """A cohort as every page of it names it. `framework` is a key such as sp-1.0, `deadline` an ISO date or empty."""

    number: int
    name: str
    framework: str
    round_no: int
    deadline: str
    zone: str
    right: Right
    closed: bool = False
    archived: bool = False
    languages: tuple[str, ...] = ()
    min_group: int = 5
    remind_days: tuple[int, ...] = (2, 5, 10)
    remind_at: str = "09:00"
    quiet_from: str = "20:00"
    quiet_until: str = "08:00"


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One cohort in the list: how many organisations there are, and how many are done."""

    head: CohortHead
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """The cohorts of a coordinator, and the name that people see of them, if any. `page` counts from 0."""

    lines: tuple[CohortLine, ...]
    may_create: bool
    page: int = 0
    pages: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class CohortPage:
    """One cohort: how many organisations are in each status, and what waits for the coordinator."""

    head: CohortHead
    counts: Mapping[Status, int]
    requests: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One organisation. `element` and `since` where its slowest person stands; `done` of `total` questions.

    `people` take part, `people_done` of them are done. `own_name`: what they call themselves, where it differs."""

    number: int
    name: str
    status: Status
    element: str = ""
    done: int = 0
    total: int = 0
    since: datetime | None = None
    people: int = 0
    people_done: int = 0
    own_name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """A page of organisations with this filter (None: all). `hardest`: at which question how many people stay."""

    head: CohortHead
    counts: Mapping[Status, int]
    lines: tuple[ProgressLine, ...]
    status: Status | None = None
    page: int = 0
    pages: int = 1
    hardest: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One organisation of a cohort, as far as its coordinator may see it."""

    head: CohortHead
    line: ProgressLine
    people: tuple[str, ...] = ()
    reminders_sent: int = 0


@dataclass(frozen=True, slots=True)
class QuestionCountsPage:
    head: CohortHead
    counts: tuple[QuestionCount, ...]
    page: int = 0
    pages: int = 1


@dataclass(frozen=True, slots=True)
class LinkLine:
    """An invitation. `state`: open, used, full, ended, revoked. `uses` holds who came by it, and when."""

    number: int
    kind: str
    label: str
    state: str
    use_limit: int | None
    used: int
    made_at: datetime
    ends_at: datetime | None = None
    uses: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class LinksPage:
    head: CohortHead
    lines: tuple[LinkLine, ...]
    page: int = 0
    pages: int = 1


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One invitation. `address` is its full link just after it was made: it cannot be read again later."""

    head: CohortHead
    line: LinkLine
    address: str = ""


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """Who asked to be let in by a used link: the request's number, the link's label, when."""

    head: CohortHead
    requests: tuple[tuple[int, str, datetime], ...]


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note to some: as a draft, on its way, or done. `withheld` counts reasons. `quiet` would get it later.

    `writer` is the name of whom it comes from, empty for the operator.
    """

    head: CohortHead
    number: int
    kind: str
    text: str
    audience: str
    status: str
    people: int
    quiet: int = 0
    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    waiting: int = 0
    withheld: Mapping[str, int] = field(default_factory=dict)
    next_at: datetime | None = None
    organisation: str = ""
    writer: str = ""


@dataclass(frozen=True, slots=True)
class NotesPage:
    """Notes and rounds of reminders of a cohort: number, kind, beginning of the text, status, when made."""

    head: CohortHead
    notes: tuple[tuple[int, str, str, str, datetime], ...]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A question of a respondent to their coordinator, with the place it was asked at."""

    head: CohortHead
    number: int
    organisation: str
    element: str
    text: str
    at: datetime
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class AskedListPage:
    head: CohortHead
    asked: tuple[AskedPage, ...]


@dataclass(frozen=True, slots=True)
class CoordinatorsPage:
    """Who coordinates a cohort: coordinator's number, name, right, whether that is the reader."""

    head: CohortHead
    people: tuple[tuple[int, str, Right, bool], ...]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act of a coordinator. `who` is their name, empty for the operator; `detail` holds our own words only."""

    at: datetime
    who: str
    act: str
    detail: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The log of a cohort, or of one organisation in it as its people see it."""

    cohort: str
    zone: str
    lines: tuple[AuditLine, ...]
    number: int
    page: int = 0
    pages: int = 1


@dataclass(frozen=True, slots=True)
class PlainCohortPage:
    """Pages that need nothing but the cohort: settings, export, import, a text that is waited for."""

    head: CohortHead
    organisation: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class NewCohortPage:
    """Where a cohort is made: the checks on offer are the house's own."""


Page = (
    HomePage
    | CohortPage
    | ProgressPage
    | OrganisationPage
    | QuestionCountsPage
    | LinksPage
    | LinkPage
    | RequestsPage
    | NotePage
    | NotesPage
    | AskedPage
    | AskedListPage
    | CoordinatorsPage
    | AuditPage
    | PlainCohortPage
    | NewCohortPage
    | OwnPage
)
