"""Many answers in one line, such as `D3 3 2 4 ?`: a part, then one mark for each of its questions in order. Pure text.

A digit is a level, `?` don't know, `n` does not apply, `o` not my area, `-` leave it as it is. Spaces, commas or
none; digits of any script; capitals or not. What is wrong is named with its place; nothing here stores anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frameworks.model import Element, Framework
from frameworks.settling import may_not_apply
from frameworks.values import Said

DONT_KNOW, EXCUSE, ELSEWHERE, LEAVE = "?", "n", "o", "-"
MOST_SIGNS = 60
"""Marks beyond these are not kept: no part has nearly as many questions."""

_ALIKE = str.maketrans({**dict.fromkeys("؟⸮❓❔", DONT_KNOW), **dict.fromkeys("‐‑‒–—―−➖_", LEAVE)})
_UNSEEN = {"Cf", "Mn", "Me"}
_BETWEEN = r"\s,;:/|.،؛、"
_BY_NUMBER = re.compile(r"d ?([0-9]{1,4})(?!\w)")
_AFTER_HEAD = re.compile(r"[\s:.,;=)>]+")
_NOT_APPLICABLE = re.compile(r"(?<!\w)n/a(?!\w)")
_SIGN = re.compile(rf"[0-9?\-]|[^0-9?\-{_BETWEEN}]+")
_LONGEST = 12
"""So much is shown of what means nothing."""


class Why(StrEnum):
    """What is wrong with a mark, or with the number of them."""

    NO_LEVEL = "no_level"
    NO_EXCUSE = "no_excuse"
    NO_AREAS = "no_areas"
    UNKNOWN = "unknown"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Problem:
    """A mark that cannot be kept. `place` is its place in the line from 1, `text` what stands there, if anything."""

    place: int
    text: str
    why: Why


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of one question; `said` is None where it stays as it is, `level` is there with a level alone."""

    element: str
    said: Said | None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """A line as it is understood: the right marks in the order of the questions, and what is wrong with the others."""

    right: tuple[Mark, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether there are as many marks as questions, so that each one certainly is about its own."""
        return not any(each.why in {Why.TOO_MANY, Why.TOO_FEW} for each in self.problems)

    @property
    def writes(self) -> tuple[Mark, ...]:
        """What may be stored once it was confirmed; nothing where the marks do not fit the questions."""
        return tuple(each for each in self.right if each.said is not None) if self.fits else ()


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line: its part, counted from 0, and the signs that follow. `numbered`: it began with D and a number."""

    part: int
    signs: tuple[str, ...]
    numbered: bool = True


def plain(text: str) -> str:
    """One spelling: no capitals, plain digits, one kind of dash and question mark, single spaces, nothing unseen."""
    simple = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
    shown = (sign for sign in simple if unicodedata.category(sign) not in _UNSEEN)
    digits = ((sign, unicodedata.digit(sign, None)) for sign in shown)
    return " ".join("".join(sign if digit is None else str(digit) for sign, digit in digits).split())


def heads_of(framework: Framework, language: str) -> dict[str, int]:
    """What a line may begin with instead of D and a number: the id of a part, its name in English and here."""
    heads: dict[str, int] = {}
    for part, dimension in enumerate(framework.dimensions):
        own = framework.text(language, f"{dimension.id}.name", dimension.name)
        for name in (dimension.id, dimension.name, own):
            heads.setdefault(plain(name), part)
    return heads


def line_in(text: str, heads: Mapping[str, int]) -> Line | None:
    """The line that this text is, by its beginning; None where it begins with no part."""
    words = plain(text)
    if found := _BY_NUMBER.match(words):
        return Line(int(found[1]) - 1, signs_in(words[found.end() :]))
    for name in sorted(heads, key=len, reverse=True):
        rest = words[len(name) :]
        if name and words.startswith(name) and not rest[:1].isalnum():
            return Line(heads[name], signs_in(rest), numbered=False)
    return None


def lines_in(text: str, heads: Mapping[str, int]) -> tuple[Line, ...]:
    """Every line of a text, where each row is one that answers; else the text as one line; none where it is no line."""
    rows = [line_in(row, heads) for row in text.splitlines() if row.strip()]
    lines = tuple(row for row in rows if row is not None and means_answers(row))
    if 1 < len(lines) == len(rows):
        return lines
    line = line_in(text, heads)
    return () if line is None else (line,)


def signs_in(text: str) -> tuple[str, ...]:
    """The marks of a line without its part, each by itself; what is none stands among them as it was typed."""
    words = plain(text)
    begin = _AFTER_HEAD.match(words)
    rest = words[begin.end() :] if begin else words
    signs: list[str] = []
    for found in _SIGN.findall(_NOT_APPLICABLE.sub(EXCUSE, rest)):
        signs += found if set(found) <= {EXCUSE, ELSEWHERE} else [_cut(found)]
        if len(signs) > MOST_SIGNS:
            break
    return tuple(signs[:MOST_SIGNS])


def means_answers(line: Line) -> bool:
    """Whether a text typed anywhere is such a line. A remark that happens to begin like one is not.

    After D and a number one mark is enough and a slip of two signs is pointed at; after a word, which may begin any
    sentence, there are two marks or more and nothing else.
    """
    known = [sign for sign in line.signs if is_mark(sign)]
    if line.numbered:
        return bool(known) and all(is_mark(sign) or len(sign) <= 2 for sign in line.signs)
    return len(known) > 1 and len(known) == len(line.signs)


def is_mark(sign: str) -> bool:
    """Whether this is one of the signs that mean something."""
    return len(sign) == 1 and (sign in {DONT_KNOW, EXCUSE, ELSEWHERE, LEAVE} or sign in "0123456789")


def read_marks(signs: Sequence[str], elements: Sequence[Element], levels: int, *, areas: bool) -> Marks:
    """What these signs say of these questions. `areas`: whether "not my area" is an answer here."""
    right: list[Mark] = []
    problems: list[Problem] = []
    for place, (sign, element) in enumerate(zip(signs, elements, strict=False), start=1):
        read = _read(sign, element, levels, areas)
        if isinstance(read, Mark):
            right.append(read)
        else:
            problems.append(Problem(place, sign, read))
    beyond = enumerate(signs[len(elements) :], start=len(elements) + 1)
    problems += (Problem(place, sign, Why.TOO_MANY) for place, sign in beyond)
    if len(signs) < len(elements):
        problems.append(Problem(len(signs) + 1, "", Why.TOO_FEW))
    return Marks(tuple(right), tuple(problems))


def rendered(marks: Iterable[Mark]) -> tuple[str, ...]:
    """The signs that say this."""
    return tuple(_sign_of(mark) for mark in marks)


_WORDS = {DONT_KNOW: Said.DONT_KNOW, EXCUSE: Said.NOT_APPLICABLE, ELSEWHERE: Said.NOT_MY_AREA, LEAVE: None}


def _read(sign: str, element: Element, levels: int, areas: bool) -> Mark | Why:
    if not is_mark(sign):
        return Why.UNKNOWN
    if sign.isdigit():
        return Mark(element.id, Said.LEVEL, int(sign)) if 1 <= int(sign) <= levels else Why.NO_LEVEL
    if sign == EXCUSE and not may_not_apply(element):
        return Why.NO_EXCUSE
    if sign == ELSEWHERE and not areas:
        return Why.NO_AREAS
    return Mark(element.id, _WORDS[sign])


def _sign_of(mark: Mark) -> str:
    if mark.level is not None:
        return str(mark.level)
    return next(sign for sign, said in _WORDS.items() if said is mark.said)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
