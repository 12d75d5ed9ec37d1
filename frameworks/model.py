"""A framework as frozen values: dimensions, elements, levels, actions, roles. Ids are text, never positions.

English texts stand in the values themselves; `Framework.text` gives the same text in another language
where a translation exists, and the English one otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What the level descriptors of an element are anchored on."""

    HABIT = "habit"
    DECISION = "decision"
    STOCK = "stock"


class Result(StrEnum):
    """What a framework ends in: a stage, counts alone, or the question whether this road fits."""

    STAGE = "stage"
    COUNTS = "counts"
    FIT = "fit"


class Act(StrEnum):
    """What kind of doing an action is."""

    FIND_OUT = "find_out"
    DECIDE = "decide"
    WRITE = "write"
    DO = "do"
    ASK = "ask"
    TEST = "test"
    AGREE = "agree"


class Cost(StrEnum):
    """What an action costs besides time."""

    NONE = "none"
    LOW = "low"
    MONEY = "needs_money"


@dataclass(frozen=True)
class Role:
    """What a person does. `label` completes "Ask your ..."; `who` completes "one who ...".

    `group` is the group of partners that people with this role belong to, in a framework of a place.
    """

    id: str
    label: str
    who: str
    group: str = ""


@dataclass(frozen=True)
class Option:
    """A choice offered on the way in (a profile or a size) with the text of its button."""

    id: str
    label: str


@dataclass(frozen=True)
class AskedIf:
    """Branching: either `profiles`, or one earlier `element` and the `levels` at which it is asked."""

    profiles: tuple[str, ...] = ()
    element: str | None = None
    levels: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where a fact in a text comes from."""

    id: str
    title: str
    publisher: str
    year: int | None = None


@dataclass(frozen=True)
class Resource:
    """Something to read beside an action, looked at on the day `checked_on`."""

    title: str
    publisher: str
    address: str
    language: str
    licence: str
    offline: bool
    checked_on: str


@dataclass(frozen=True)
class Action:
    """What lifts one element by one level, from `from_level`. `id` is never given to another meaning.

    `sentence` is the number (from 1) of the sentence of the next level that it makes true, `show` the number of
    the proof option to show when done. `days` are staff days. `taken_by` is a role. `asks` are elements of
    another framework that could help. `under_10` replaces the text in the smallest organisations.
    `counterpart` is what the other side can do meanwhile. Empty `profiles` or `sizes` mean: for all.
    """

    element: str
    from_level: int
    act: Act
    text: str
    first_step: str
    done_when: str
    sentence: int
    days: float
    cost: Cost
    taken_by: str
    message: str
    show: int
    also_helps: str
    not_if: str
    waits_for: str = ""
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    under_10: str = ""
    profiles: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    counterpart: str = ""
    counterpart_by: str = ""
    resources: tuple[Resource, ...] = ()

    @property
    def id(self) -> str:
        return f"act.{self.element}.{self.from_level}"

    @property
    def to_level(self) -> int:
        return self.from_level + 1


@dataclass(frozen=True)
class Element:
    """One question with its described levels; `levels[0]` is the text of level 1."""

    id: str
    dimension: str
    version: int
    name: str
    kind: Kind
    question: str
    why: str
    levels: tuple[str, ...]
    ask: tuple[str, ...]
    proof: tuple[str, ...] = ()
    na_reasons: tuple[str, ...] = ()
    first_step: str = ""
    must: bool = False
    before_you_sign: bool = False
    quick: bool = False
    adviser: bool = False
    pass_by_profile: Mapping[str, int] = field(default_factory=dict)
    asked_if: AskedIf | None = None
    owner: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    find_out: str = ""
    actions: tuple[Action, ...] = ()

    def action_from(self, level: int) -> Action | None:
        """The action that lifts this element from `level` by one, where there is one."""
        return next((action for action in self.actions if action.from_level == level), None)


@dataclass(frozen=True)
class Dimension:
    """A part of a framework; its elements are asked in order."""

    id: str
    name: str
    question: str
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Framework:
    """One published version. `in_place` is the level that counts, `started` the level of a beginning."""

    id: str
    version: str
    date: str
    name: str
    unit: str
    levels: int
    in_place: int
    started: int
    level_names: tuple[str, ...]
    na_max: int
    status: str
    licence: str
    attribution: str
    authors: tuple[str, ...]
    about: str
    dimensions: tuple[Dimension, ...]
    roles: tuple[Role, ...] = ()
    profiles: tuple[Option, ...] = ()
    sizes: tuple[Option, ...] = ()
    groups: tuple[Option, ...] = ()
    owners: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    offer: str = ""
    minutes: int = 0
    quick_minutes: int = 0
    sources: tuple[Source, ...] = ()
    stage_lines: Mapping[str, str] = field(default_factory=dict)
    stage_names: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, int] = field(default_factory=dict)
    result: Result = Result.STAGE
    source: str = ""
    permission: str = ""
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """`id` and version in one word, such as `sp-1.0`: what stored assessments name."""
        return f"{self.id}-{self.version}"

    @property
    def is_place(self) -> bool:
        """Whether a place is assessed, by groups of partners, and not one organisation."""
        return self.unit == "place"

    @property
    def version_numbers(self) -> tuple[int, ...]:
        """The version as it is compared: 1.10 comes after 1.9."""
        return tuple(int(number) for number in self.version.split("."))

    def pass_level(self, element: Element, profile: str | None) -> int:
        """The level at which `element` is in place for `profile`."""
        return element.pass_by_profile.get(profile or "", self.in_place)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All elements in framework order."""
        return tuple(element for dimension in self.dimensions for element in dimension.elements)

    @cached_property
    def has_quick(self) -> bool:
        """Whether there is a quick check beside the full one."""
        return any(element.quick for element in self.elements)

    @cached_property
    def element_by_id(self) -> Mapping[str, Element]:
        return {element.id: element for element in self.elements}

    @cached_property
    def dimension_by_id(self) -> Mapping[str, Dimension]:
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def ordinal_by_id(self) -> Mapping[str, int]:
        """Place of each element in this version, from 0: what button data carries."""
        return {element.id: place for place, element in enumerate(self.elements)}

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def action_by_id(self) -> Mapping[str, Action]:
        return {action.id: action for element in self.elements for action in element.actions}

    def deciding_groups(self, element: Element, profile: str | None) -> tuple[str, ...]:
        """The groups whose answer counts as fact for `element`; none where every group counts the same."""
        named = (self.owners.get(owner, {}) for owner in element.owner)
        found = (group for by_profile in named for group in by_profile.get(profile or "", ()))
        return tuple(dict.fromkeys(found))

    def text(self, language: str, key: str, english: str) -> str:
        """The text with the stable id `key` in `language`, or the English one where none exists.

        Keys are `<element id>.name|question|why|first_step`, `<element id>.level.<n>`,
        `<element id>.proof.<n>`, `<element id>.na.<n>` (n from 1), `<dimension id>.name|question`,
        `<element id>.find_out`, `<action id>.text|first_step|done_when|message|also_helps|not_if|waits_for|under_10|
        counterpart`, `role.<id>.label|who`, `profile.<id>`, `size.<id>`, `group.<id>`, `level.<n>`, `stage.<id>`,
        `stage_name.<id>`, `name`, `about`.
        """
        return self.translations.get(language, {}).get(key, english)
