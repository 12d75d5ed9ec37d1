"""A list laid over what a cohort holds: each organisation and person once, with what of them is new. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.roster import (
    LEAVES_OUT,
    STORED_WITHOUT,
    MergedSpelling,
    RosterProblem,
    RosterReport,
    RosterRow,
    Tally,
)
from flows.spellings import contact_key, organisation_key, person_key

NAME_LONGEST, CONTACT_LONGEST, CODE_LONGEST = 200, 200, 40


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation as the cohort holds it, with its people's rows by key."""

    number: int
    name: str
    key: str
    code: str
    people: Mapping[str, Any]
    came_by_itself: bool


@dataclass(slots=True)
class Person:
    """A person of the list, with the values they will have. `number` is their row's, None for who is new."""

    name: str
    key: str
    number: int | None = None
    language: str = ""
    contact: str = ""
    known: tuple[str, str] = ("", "")
    said: dict[str, str] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        return self.number is not None and (self.language, self.contact) != self.known


@dataclass(slots=True)
class Organisation:
    """An organisation of the list, with the values it will have. `number` is its row's, None for a new one."""

    name: str
    key: str
    number: int | None = None
    code: str = ""
    known: str = ""
    said: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        return self.number is not None and self.code != self.known


@dataclass(slots=True)
class Merged:
    """A whole list: its organisations in order, and what is to be said about its lines."""

    organisations: list[Organisation]
    spellings: list[MergedSpelling]
    problems: list[RosterProblem]
    missing: list[tuple[str, str]]

    def report(self, *, stored: bool) -> RosterReport:
        """All of it counted, problems in the order of their lines."""
        people = [person for each in self.organisations for person in each.people.values()]
        return RosterReport(
            _tally(self.organisations),
            _tally(people),
            tuple(self.spellings),
            tuple(sorted(self.problems, key=lambda problem: problem.line)),
            tuple(self.missing),
            stored,
        )


def _tally(found: Sequence[Organisation | Person]) -> Tally:
    new = sum(each.number is None for each in found)
    changed = sum(each.is_changed for each in found)
    return Tally(new, changed, len(found) - new - changed)


def merge(rows: Iterable[RosterRow], listed: Sequence[Listed]) -> Merged:
    """Lay these rows over what is listed."""
    known = {each.key: each for each in reversed(listed)}
    found: dict[str, Organisation] = {}
    merged = Merged([], [], [], [])
    codes = {each.code: each.key for each in listed if each.code}
    for row in rows:
        faults = list(_faults(row))
        merged.problems += [RosterProblem(row.line, key, key not in LEAVES_OUT) for key in faults]
        if set(faults).isdisjoint(LEAVES_OUT):
            _lay(row, found, known, codes, merged)
    merged.organisations = list(found.values())
    merged.missing = list(_missing(found, listed))
    return merged


def _faults(row: RosterRow) -> Iterator[str]:
    if not row.organisation:
        yield "no_organisation"
    longest = {
        "organisation_long": (row.organisation, NAME_LONGEST),
        "person_long": (row.person, NAME_LONGEST),
        "contact_long": (row.contact, CONTACT_LONGEST),
        "code_long": (row.code, CODE_LONGEST),
    }
    yield from (key for key, (text, most) in longest.items() if len(text) > most)
    yield from (key for key in row.troubles if key in STORED_WITHOUT)


def _lay(
    row: RosterRow,
    found: dict[str, Organisation],
    known: Mapping[str, Listed],
    codes: dict[str, str],
    merged: Merged,
) -> None:
    key = organisation_key(row.organisation)
    here = known.get(key)
    if key not in found:
        found[key] = (
            Organisation(here.name, key, here.number, here.code, here.code)
            if here
            else Organisation(row.organisation, key)
        )
    owner = found[key]
    _respelt(merged, row, owner.name, row.organisation)
    _take(merged, row, owner, "code", row.code)
    if row.code and codes.setdefault(row.code, key) != key:
        merged.problems.append(RosterProblem(row.line, "code_twice", True))
    if row.person or row.contact or row.language:
        _lay_person(row, owner, here, merged)


def _lay_person(row: RosterRow, owner: Organisation, here: Listed | None, merged: Merged) -> None:
    """Who has a contact and no name is kept too: one such person for each organisation."""
    key = person_key(row.person) if row.person else ""
    if key not in owner.people:
        there = here.people.get(key) if here else None
        owner.people[key] = (
            Person(there.name, key, there.id, there.language, there.contact, (there.language, there.contact))
            if there is not None
            else Person(row.person, key)
        )
    person = owner.people[key]
    if row.contact and any(
        contact_key(other.contact) == contact_key(row.contact)
        for other in owner.people.values()
        if other is not person and other.contact
    ):
        # Colleagues may share a telephone: it is said, and nobody is made one with anybody.
        merged.problems.append(RosterProblem(row.line, "contact_shared", True))
    _respelt(merged, row, person.name, row.person)
    _take(merged, row, person, "language", row.language)
    _take(merged, row, person, "contact", row.contact)


def _respelt(merged: Merged, row: RosterRow, kept: str, other: str) -> None:
    if other != kept:
        merged.spellings.append(MergedSpelling(row.line, kept, other))


def _take(merged: Merged, row: RosterRow, into: Organisation | Person, name: str, value: str) -> None:
    """What the list says first counts; an empty value says nothing. Otherwise the same list twice would differ."""
    if not value:
        return
    said = into.said.setdefault(name, value)
    if said != value and name == "contact" and contact_key(said) == contact_key(value):
        return
    if said != value:
        merged.problems.append(RosterProblem(row.line, f"{name}_differs", True))
        return
    setattr(into, name, value)


def _missing(found: Mapping[str, Organisation], listed: Sequence[Listed]) -> Iterator[tuple[str, str]]:
    for each in listed:
        if each.key not in found:
            if not each.came_by_itself:
                yield each.name, ""
            continue
        there = found[each.key].people
        yield from ((each.name, row.name) for key, row in each.people.items() if key and key not in there)
