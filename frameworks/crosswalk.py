"""How our dimensions map to other guides: one file for all frameworks. Every row is our own judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from frameworks.checks import bad_words, empty_text, given_twice, unknown
from frameworks.load import DATA, read_beside, shipped, translations_beside
from frameworks.model import Framework
from frameworks.problems import Code, FrameworkFault, Problem, errors
from frameworks.shape import CrosswalkShape

CROSSWALK = DATA / "crosswalk.toml"
# Frameworks of which every dimension is compared; others may be, in part.
COMPLETE = ("sp", "ec")


@dataclass(frozen=True, slots=True)
class Guide:
    """Somebody else's guide. `basis` says what of it we read."""

    id: str
    short: str
    title: str
    publisher: str
    basis: str


@dataclass(frozen=True, slots=True)
class Row:
    """Where one dimension of ours is found in other guides: the names of their headings by guide."""

    framework: str
    dimension: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Crosswalk:
    """Guides in order of print, and a row for each compared dimension."""

    note: str
    guides: tuple[Guide, ...]
    rows: tuple[Row, ...]
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str], Row]:
        return {(row.framework, row.dimension): row for row in self.rows}

    def row(self, framework: str, dimension: str) -> Row | None:
        """The row of this dimension, if it was compared."""
        return self._by_place.get((framework, dimension))

    def text(self, language: str, row: Row, guide: str) -> str:
        """What a row says about a guide, in `language` or in English; the key is as in `crosswalk_texts`."""
        key = _key(row, guide)
        return self.translations.get(language, {}).get(key, row.texts[guide])


@cache
def shipped_crosswalk() -> Crosswalk:
    """The crosswalk that comes with the program. Raises FrameworkFault if it is faulty."""
    crosswalk, problems = examine_crosswalk(shipped().values())
    if crosswalk is None:
        raise FrameworkFault(problems)
    return crosswalk


def examine_crosswalk(
    frameworks: Iterable[Framework], path: Path = CROSSWALK
) -> tuple[Crosswalk | None, tuple[Problem, ...]]:
    """The crosswalk in this file, or None where there are errors; and every problem, held against these."""
    problems: list[Problem] = []
    shape = read_beside(path, CrosswalkShape, problems)
    if shape is None:
        return None, tuple(problems)
    guides = tuple(Guide(**one.model_dump()) for one in shape.guides)
    rows = tuple(Row(one.framework, one.dimension, one.texts) for one in shape.rows)
    crosswalk = Crosswalk(shape.note, guides, rows)
    problems += _guide_problems(crosswalk, path.name)
    problems += _row_problems(crosswalk, path.name, frameworks)
    translations = translations_beside(path, crosswalk_texts(crosswalk), problems)
    return None if errors(problems) else replace(crosswalk, translations=translations), tuple(problems)


def crosswalk_texts(crosswalk: Crosswalk) -> dict[str, str]:
    """What translators translate, by key `row.<framework>.<dimension>.<guide>`. Titles are names and stay."""
    return {_key(row, guide): text for row in crosswalk.rows for guide, text in row.texts.items()}


def _key(row: Row, guide: str) -> str:
    return f"row.{row.framework}.{row.dimension}.{guide}"


def _guide_problems(crosswalk: Crosswalk, file: str) -> Iterator[Problem]:
    ids = [guide.id for guide in crosswalk.guides]
    yield from bad_words(f"{file}, guides", ids)
    yield from given_twice(f"{file}, guides", ids)
    for guide in crosswalk.guides:
        for name in ("short", "title", "publisher", "basis"):
            if not getattr(guide, name).strip():
                yield empty_text(f"{file}, guides {guide.id}, {name}")
    if not crosswalk.note.strip():
        yield empty_text(f"{file}, note")


def _row_problems(crosswalk: Crosswalk, file: str, frameworks: Iterable[Framework]) -> Iterator[Problem]:
    known: dict[str, set[str]] = {}
    for framework in frameworks:
        known.setdefault(framework.id, set()).update(framework.dimension_by_id)
    guides = {guide.id for guide in crosswalk.guides}
    for row in crosswalk.rows:
        place = f"{file}, rows {row.framework} {row.dimension}"
        yield from unknown(place, "framework", [row.framework], known.keys())
        if row.framework in known:
            yield from unknown(place, "dimension", [row.dimension], known[row.framework])
        yield from unknown(f"{place}, texts", "guide", row.texts, guides)
        if not row.texts or not all(text.strip() for text in row.texts.values()):
            yield empty_text(f"{place}, texts")
    yield from given_twice(f"{file}, rows", [f"{row.framework} {row.dimension}" for row in crosswalk.rows])
    for name in COMPLETE:
        for dimension in sorted(known.get(name, set())):
            if crosswalk.row(name, dimension) is None:
                place, message = f"{file}, rows", f"The dimension {dimension!r} of {name} has no row."
                yield Problem(Code.MISSING_KEY, place, message, "Add one with the guides that speak of it.")
