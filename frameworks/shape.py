"""The shape of framework files: which keys a file has, of which kind, and what is wrong with a file's keys.

`framework.toml` says what a framework is; each dimension has a file of its own beside it, and may have one of
actions. Keys that most frameworks leave out have a default, so that a small framework is short to write.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from frameworks.model import Act, Cost, Kind, Result
from frameworks.problems import Code, Problem

MAIN_FILE = "framework.toml"
ACTIONS_END = ".actions.toml"
# What a keyboard holds: at most 100 buttons, of which ours number at most 63 in a list and letter 8 proofs.
MOST_LISTED, MOST_PROOFS, MOST_REASONS = 60, 7, 8


class Shape(BaseModel):
    """Strict: no unknown keys, and no value is turned into another kind."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RoleShape(Shape):
    id: str
    label: str
    who: str
    group: str = ""


class OptionShape(Shape):
    id: str
    label: str


class SourceShape(Shape):
    id: str
    title: str
    publisher: str
    year: int | None = None


class StatedShape(Shape):
    """How many elements carry a flag; where a number is given, it must be true."""

    musts: int | None = None
    quick: int | None = None
    before_you_sign: int | None = None


class FrameworkShape(Shape):
    """The file `framework.toml`."""

    id: str
    version: str
    date: datetime.date
    name: str
    unit: Literal["organisation", "place"] = "organisation"
    result: Result = Field(default=Result.STAGE, strict=False)
    levels: int = Field(ge=2, le=7)
    in_place: int
    started: int
    level_names: list[str]
    na_max: int = Field(default=3, ge=0)
    dimensions: list[str] = Field(min_length=1, max_length=MOST_LISTED)
    status: Literal["own-wording", "official-with-permission"]
    licence: str
    attribution: str
    authors: list[str]
    source: str = ""
    permission: str = ""
    about: str = ""
    states: StatedShape = StatedShape()
    roles: list[RoleShape] = Field(default=[], max_length=MOST_LISTED)
    profiles: list[OptionShape] = Field(default=[], max_length=MOST_LISTED)
    sizes: list[OptionShape] = Field(default=[], max_length=MOST_LISTED)
    groups: list[OptionShape] = Field(default=[], max_length=MOST_LISTED)
    owners: dict[str, dict[str, list[str]]] = {}
    offer: str = ""
    minutes: int = Field(default=0, ge=0)
    quick_minutes: int = Field(default=0, ge=0)
    stages: dict[str, str] = {}
    stage_names: dict[str, str] = {}


class AskedIfShape(Shape):
    profiles: list[str] = []
    element: str | None = None
    levels: list[int] = []


class ElementShape(Shape):
    """One `[[elements]]` of a dimension file."""

    id: str
    version: int = Field(default=1, ge=1)
    name: str
    kind: Kind = Field(strict=False)
    must: bool = False
    before_you_sign: bool = False
    quick: bool = False
    adviser: bool = False
    ask: list[str] = []
    na: list[str] = Field(default=[], max_length=MOST_REASONS)
    sources: list[str] = []
    question: str
    why: str = ""
    levels: list[str]
    proof: list[str] = Field(default=[], max_length=MOST_PROOFS)
    first_step: str = ""
    passes: dict[str, int] = Field(default={}, alias="pass")
    asked_if: AskedIfShape | None = None
    owner: list[str] = []
    find_out: str = ""


class ResourceShape(Shape):
    title: str
    publisher: str
    address: str
    language: str
    licence: str
    offline: bool
    checked_on: datetime.date


class ActionShape(Shape):
    """One `[[actions]]` of an action file."""

    element: str
    from_level: int = Field(alias="from", ge=1)
    act: Act = Field(strict=False)
    text: str
    first_step: str
    done_when: str
    sentence: int = Field(ge=1)
    days: float = Field(strict=False, gt=0)
    cost: Cost = Field(strict=False)
    taken_by: str
    message: str
    show: str
    also_helps: str
    not_if: str
    waits_for: str = ""
    needs: list[str] = []
    asks: list[str] = []
    under_10: str = ""
    profiles: list[str] = []
    sizes: list[str] = []
    counterpart: str = ""
    counterpart_by: str = ""
    resources: list[ResourceShape] = []


class ActionsShape(Shape):
    """The file `<dimension>.actions.toml`, beside the dimension's own; a framework may have none."""

    actions: list[ActionShape]


class DimensionShape(Shape):
    """The file `<dimension>.toml`."""

    id: str
    name: str
    question: str = ""
    elements: list[ElementShape] = Field(default=[], max_length=MOST_LISTED)
    sources: list[SourceShape] = []


class TermShape(Shape):
    id: str
    term: str = Field(max_length=30)
    definition: str = Field(max_length=160)


class GlossaryShape(Shape):
    """The file `glossary.toml`, one for all frameworks."""

    terms: list[TermShape] = Field(min_length=1)


class GuideShape(Shape):
    id: str
    short: str
    title: str
    publisher: str
    basis: str


class RowShape(Shape):
    framework: str
    dimension: str
    mark: Literal["own judgement"]
    texts: dict[str, str]


class CrosswalkShape(Shape):
    """The file `crosswalk.toml`, one for all frameworks."""

    note: str
    guides: list[GuideShape]
    rows: list[RowShape]


AnyShape = TypeVar("AnyShape", bound=Shape)

_KEYS: Mapping[str, type[Shape]] = {
    "states": StatedShape,
    "roles": RoleShape,
    "profiles": OptionShape,
    "sizes": OptionShape,
    "elements": ElementShape,
    "asked_if": AskedIfShape,
    "sources": SourceShape,
    "groups": OptionShape,
    "actions": ActionShape,
    "resources": ResourceShape,
    "terms": TermShape,
    "guides": GuideShape,
    "rows": RowShape,
}


def read_shape(
    shape: type[AnyShape], raw: Mapping[str, Any], file: str
) -> tuple[AnyShape | None, list[Problem]]:
    """The file as values, or None and every problem with its keys and values."""
    try:
        return shape.model_validate(raw), []
    except ValidationError as fault:
        return None, [_problem(shape, raw, file, error) for error in fault.errors()]


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that was probably meant, or at all of them; fit for the end of a remedy."""
    known = sorted(map(str, known))
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known here: {', '.join(known)}." if known else "None are known here."


def _problem(shape: type[Shape], raw: Mapping[str, Any], file: str, error: Mapping[str, Any]) -> Problem:
    loc: tuple[str | int, ...] = error["loc"]
    place, key = ", ".join([file, *_names(raw, loc)]), str(loc[-1])
    if error["type"] == "extra_forbidden":
        remedy = nearest(key, _keys_at(shape, loc))
        return Problem(Code.UNKNOWN_KEY, place, f"There is no key {key!r} here.", remedy)
    if error["type"] == "missing":
        return Problem(Code.MISSING_KEY, place, f"The key {key!r} is missing.", f"Add {key} = ... here.")
    given = f" It is {error['input']!r}." if isinstance(error["input"], str | int | float) else ""
    return Problem(Code.BAD_VALUE, place, f"This value does not fit.{given}", f"{error['msg']}.")


def _names(raw: Any, loc: tuple[str | int, ...]) -> list[str]:
    """The way to a fault in words: the id of a table where it has one, its number from 1 otherwise."""
    names: list[str] = []
    for part in loc:
        raw = _inside(raw, part)
        if isinstance(part, int):
            has_id = isinstance(raw, Mapping) and isinstance(raw.get("id"), str)
            own = str(raw["id"] if has_id else part + 1)
            names[-1] = own if has_id and names[-1] == "elements" else f"{names[-1]} {own}"
        else:
            names.append(part)
    return names


def _inside(raw: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return raw[part] if isinstance(raw, list) and part < len(raw) else None
    return raw.get(part) if isinstance(raw, Mapping) else None


def _keys_at(shape: type[Shape], loc: tuple[str | int, ...]) -> list[str]:
    tables = [part for part in loc[:-1] if isinstance(part, str)]
    owner = _KEYS.get(tables[-1], shape) if tables else shape
    return [field.alias or name for name, field in owner.model_fields.items()]
