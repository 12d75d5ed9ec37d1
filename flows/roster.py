"""A coordinator's list of organisations and people: its rows as they are read, and the report on storing them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row of a list. `line` is its number in the file, from 1; `language` a code of a language or empty.

    `troubles` holds what the reader of the file could not make out, as keys of problems.
    """

    line: int
    organisation: str
    person: str = ""
    language: str = ""
    contact: str = ""
    code: str = ""
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """What is wrong with a line. `stored` is false where the whole line is left out because of it."""

    line: int
    key: str
    stored: bool


LEAVES_OUT = ("no_organisation", "organisation_long", "person_long", "contact_long", "code_long")
STORED_WITHOUT = (
    "language_unknown",
    "person_unreadable",
    "contact_differs",
    "language_differs",
    "code_differs",
)
ONLY_TOLD = ("code_twice", "contact_shared")
PROBLEMS = (*LEAVES_OUT, *STORED_WITHOUT, *ONLY_TOLD)
"""All keys of problems: lines that are left out, lines stored without the value in question, lines stored whole."""


@dataclass(frozen=True, slots=True)
class MergedSpelling:
    """A line that names somebody who is known by another spelling: the spelling that is kept, and the line's."""

    line: int
    kept: str
    other: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are new, changed in some value, and the same as before."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What storing a list did, or would do where `stored` is false.

    `missing` names who is in the cohort and not in the list: organisation and person, the person empty where an
    organisation is missing as a whole. They stay as they are.
    """

    organisations: Tally
    people: Tally
    merged: tuple[MergedSpelling, ...] = ()
    problems: tuple[RosterProblem, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    stored: bool = False

    @property
    def left_out(self) -> int:
        """How many lines are not stored."""
        return len({problem.line for problem in self.problems if not problem.stored})

    @property
    def changes(self) -> bool:
        """Whether anything is new or changed."""
        return bool(
            self.organisations.new or self.organisations.changed or self.people.new or self.people.changed
        )
