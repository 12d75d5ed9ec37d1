"""From settled levels to a scorecard: words, counts, musts, the stage or why there is none.

Nothing here knows of people: one person, a team and a place are scored alike once their levels are settled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from frameworks.model import Dimension, Element, Framework, Result
from frameworks.settling import Settled, State, asks_proof
from frameworks.stages import NoStage, Point, Stage, StageRange, hangs_on, held_by, stage_range
from frameworks.values import UNSURE, Scope


class Word(StrEnum):
    """The one word an element that counts is given."""

    IN_PLACE = "in_place"
    STARTED = "started"
    NOT_YET = "not_yet"
    NOT_KNOWN = "not_known"
    TO_AGREE = "to_agree"


class Sign(StrEnum):
    """How an element on the list "before you sign" stands."""

    MET = "met"
    OPEN = "open"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class DimensionCount:
    """The counts of one dimension; `counted` leaves out what does not apply or is not asked."""

    id: str
    counted: int
    in_place: int
    not_known: int
    to_agree: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class Reading:
    """An element whose pass level hangs on a profile the person is unsure of, read both ways.

    `strict` and `lenient` are the highest and the lowest level that may be needed; `used` is the one that
    the counts and the stage use.
    """

    element: str
    level: int | None
    strict: int
    strict_word: Word
    lenient: int
    lenient_word: Word
    used: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What the levels mean, in ids and numbers. Ids stand in framework order unless said otherwise.

    Exactly one of `stage` and `no_stage` is set. `words` holds the elements that count, `counted` in number.
    `shown` of `showable` levels that ask for proof have one; `not_shown_yet` says that a must which is in
    place is not among them. `hangs_on` is the full list, musts first; whoever prints it cuts it.
    """

    counted: int
    words: Mapping[str, Word]
    counts: Mapping[Word, int]
    dimensions: tuple[DimensionCount, ...]
    not_applicable: tuple[str, ...]
    not_asked: tuple[str, ...]
    musts_met: int
    musts: int
    stage: StageRange | None
    no_stage: NoStage | None
    held_by: tuple[str, ...]
    hangs_on: tuple[str, ...]
    shown: int
    showable: int
    not_shown_yet: bool
    before_you_sign: tuple[tuple[str, Sign], ...]
    print_before_you_sign: bool
    readings: tuple[Reading, ...]

    def with_word(self, word: Word) -> tuple[str, ...]:
        """The ids of the elements that have this word."""
        return tuple(element_id for element_id, its_word in self.words.items() if its_word is word)


def score(
    framework: Framework,
    settled: Mapping[str, Settled],
    profile: str | None,
    scope: Scope = Scope.FULL,
    one_sided: NoStage | None = None,
) -> Scorecard:
    """Count, name the stage or the reason for none, list what it hangs on. `settled` holds every element.

    `one_sided` is why a picture of a place names no stage, where one person or one group alone drew it.
    """
    words = words_of(framework, settled, profile)
    counts = Counter(words.values())
    points = points_of(framework, settled, profile)
    no_stage = _no_stage(framework, settled, words, scope, one_sided)
    stage = stage_range(points) if no_stage is None else None
    musts = [element.id for element in framework.elements if element.must and element.id in words]
    shown, showable = _proofs(framework, settled)
    return Scorecard(
        counted=len(words),
        words=words,
        counts={word: counts[word] for word in Word},
        dimensions=tuple(count_dimension(part, settled, words) for part in framework.dimensions),
        not_applicable=_in_state(framework, settled, State.NOT_APPLICABLE),
        not_asked=_in_state(framework, settled, State.NOT_ASKED),
        musts_met=sum(words[must] is Word.IN_PLACE for must in musts),
        musts=len(musts),
        stage=stage,
        no_stage=no_stage,
        held_by=held_by(points) if stage else (),
        hangs_on=hangs_on(points) if stage else (),
        shown=shown,
        showable=showable,
        not_shown_yet=_must_not_shown(framework, settled, words),
        before_you_sign=_before_you_sign(framework, settled),
        print_before_you_sign=stage is not None and stage.high.rank >= Stage.SUPPORT.rank,
        readings=_readings(framework, settled, profile),
    )


def word_of(settled: Settled, pass_level: int, started: int) -> Word:
    """The word of an element that counts, for one pass level."""
    if settled.state is State.UNKNOWN:
        return Word.NOT_KNOWN
    if settled.low >= pass_level:
        return Word.IN_PLACE
    if settled.low >= started and settled.high < pass_level:
        return Word.STARTED
    return Word.NOT_YET if settled.high < min(started, pass_level) else Word.TO_AGREE


def words_of(framework: Framework, settled: Mapping[str, Settled], profile: str | None) -> dict[str, Word]:
    """The word of every element that counts."""
    return {
        element.id: word_of(settled[element.id], framework.pass_level(element, profile), framework.started)
        for element in framework.elements
        if settled[element.id].counts
    }


def points_of(framework: Framework, settled: Mapping[str, Settled], profile: str | None) -> list[Point]:
    """Every element that counts, as the stage sees it."""
    return [
        Point(
            id=element.id,
            dimension=element.dimension,
            must=element.must,
            pass_level=framework.pass_level(element, profile),
            started=framework.started,
            low=settled[element.id].low,
            high=settled[element.id].high,
        )
        for element in framework.elements
        if settled[element.id].counts
    ]


def _no_stage(
    framework: Framework,
    settled: Mapping[str, Settled],
    words: Mapping[str, Word],
    scope: Scope,
    one_sided: NoStage | None,
) -> NoStage | None:
    if framework.result is not Result.STAGE:
        return NoStage.NOT_STAGED
    if scope is Scope.QUICK:
        return NoStage.QUICK
    if one_sided is not None:
        return one_sided
    if not words:
        return NoStage.NOTHING_COUNTS
    if len(_in_state(framework, settled, State.NOT_APPLICABLE)) > framework.na_max:
        return NoStage.TOO_MANY_NA
    unknown = sum(word is Word.NOT_KNOWN for word in words.values())
    return NoStage.TOO_MUCH_UNKNOWN if 5 * unknown > len(words) else None


def _in_state(framework: Framework, settled: Mapping[str, Settled], state: State) -> tuple[str, ...]:
    return tuple(element.id for element in framework.elements if settled[element.id].state is state)


def count_dimension(
    dimension: Dimension, settled: Mapping[str, Settled], words: Mapping[str, Word]
) -> DimensionCount:
    """The counts of one dimension, given the words of its elements."""
    ids = [element.id for element in dimension.elements]
    its = Counter(words[element_id] for element_id in ids if element_id in words)
    return DimensionCount(
        id=dimension.id,
        counted=its.total(),
        in_place=its[Word.IN_PLACE],
        not_known=its[Word.NOT_KNOWN],
        to_agree=its[Word.TO_AGREE],
        not_applicable=sum(settled[one].state is State.NOT_APPLICABLE for one in ids),
    )


def _must_not_shown(framework: Framework, settled: Mapping[str, Settled], words: Mapping[str, Word]) -> bool:
    return any(
        element.must
        and words.get(element.id) is Word.IN_PLACE
        and asks_proof(framework, element, settled[element.id].low)
        and not settled[element.id].shown
        for element in framework.elements
    )


def _proofs(framework: Framework, settled: Mapping[str, Settled]) -> tuple[int, int]:
    shown = [
        settled[element.id].shown
        for element in framework.elements
        if settled[element.id].counts and asks_proof(framework, element, settled[element.id].low)
    ]
    return sum(shown), len(shown)


def _before_you_sign(framework: Framework, settled: Mapping[str, Settled]) -> tuple[tuple[str, Sign], ...]:
    return tuple(
        (element.id, _sign(framework, settled[element.id]))
        for element in framework.elements
        if element.before_you_sign and settled[element.id].state is not State.NOT_ASKED
    )


def _sign(framework: Framework, settled: Settled) -> Sign:
    if settled.state is State.NOT_APPLICABLE:
        return Sign.NOT_APPLICABLE
    if settled.low >= framework.in_place:
        return Sign.MET
    return Sign.OPEN if settled.high >= framework.in_place else Sign.NOT_YET


def _readings(
    framework: Framework, settled: Mapping[str, Settled], profile: str | None
) -> tuple[Reading, ...]:
    if profile != UNSURE:
        return ()
    readings = (
        _reading(framework, element, settled[element.id])
        for element in framework.elements
        if settled[element.id].counts
    )
    return tuple(reading for reading in readings if reading.strict != reading.lenient)


def _reading(framework: Framework, element: Element, settled: Settled) -> Reading:
    used = framework.pass_level(element, UNSURE)
    known = [framework.pass_level(element, one.id) for one in framework.profiles if one.id != UNSURE]
    strict, lenient = max(known, default=used), min(known, default=used)
    return Reading(
        element=element.id,
        level=settled.level,
        strict=strict,
        strict_word=word_of(settled, strict, framework.started),
        lenient=lenient,
        lenient_word=word_of(settled, lenient, framework.started),
        used=used,
    )
