"""A report as values: every text in the reader's language, every count a number. What is made of it knows no bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Mark(StrEnum):
    """How a question stands, as squares and signs show it."""

    IN_PLACE = "in_place"
    STARTED = "started"
    NOT_YET = "not_yet"
    TO_AGREE = "to_agree"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Line:
    """One point, with its `mark` in words as the `label`, and what stands beneath it."""

    text: str
    label: str = ""
    mark: Mark | None = None
    beneath: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. The first column names what the row is about."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report, printed in this order. `whole` ones are never cut short, however full the paper is."""

    id: str
    title: str
    intro: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    whole: bool = False

    @property
    def empty(self) -> bool:
        return not (self.intro or self.lines or (self.table and self.table.rows) or self.after)


@dataclass(frozen=True, slots=True)
class Bar:
    """One part as a row of squares: how many questions of each mark. `told` is the same in words."""

    number: int
    name: str
    counts: tuple[tuple[Mark, int], ...]
    short: str
    told: str

    @property
    def counted(self) -> int:
        return sum(count for _, count in self.counts)

    def of(self, mark: Mark) -> int:
        return dict(self.counts).get(mark, 0)


@dataclass(frozen=True, slots=True)
class Profile:
    """The parts as bars, with the words of the marks that occur and how to read either picture."""

    title: str
    column: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[Mark, str], ...]
    square: str
    outward: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """Phrases with gaps: `page` with {page} and {pages}, `labelled` with {text} and {label}, `cell` with {column}
    and {cell}. `numbers` are the numbers from 0 on, as this language writes them."""

    page: str
    labelled: str
    cell: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `first` are the sentences that stand before all else, `unchecked` is on every page.

    `heading` is title and subject in one line. `before` and `after` are the sections before and after the profile.
    `counts` stand on the card as well. `patterns` are phrases that are filled where pages and cells are made.
    `elsewhere` takes the place of a name that no letter of ours can show, `left_out` says where the rest is.
    The paper has `most_pages` at most.
    """

    language: str
    day: date
    title: str
    subject: str
    heading: str
    first: tuple[str, ...]
    head: tuple[str, ...]
    counts: tuple[str, ...]
    before: tuple[Section, ...]
    profile: Profile
    after: tuple[Section, ...]
    unchecked: str
    patterns: Patterns
    elsewhere: str
    left_out: str
    most_pages: int = 4

    @property
    def sections(self) -> tuple[Section, ...]:
        return (*self.before, *self.after)
