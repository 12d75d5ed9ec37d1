"""Counts over all organisations of a file: how people met each question, and how organisations are spread over levels.

Small numbers of the spread are kept back, and with them whatever would give them away by subtraction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.programme.exporting.codes import FEW, SMALL_CELLS
from bot.programme.exporting.columns import Row
from bot.programme.exporting.coverage import Coverage
from bot.programme.exporting.results import Result
from flows.counts import QuestionCount
from frameworks.model import Framework
from frameworks.route import asked
from frameworks.settling import Settled, State
from frameworks.values import Said, Scope
from storage.programme.export_rows import PersonRow
from storage.programme.question_counts import told

LEAST = 5
"""The fewest organisations that a told number stands for, whatever smaller number a cohort sets."""

DIFFER, NOT_KNOWN, NOT_APPLICABLE = "differ", "not_known", "not_applicable"
_STATES = {State.OPEN: DIFFER, State.UNKNOWN: NOT_KNOWN, State.NOT_APPLICABLE: NOT_APPLICABLE}


class Totals:
    """Adds up results as they pass; the rows are made at the end."""

    def __init__(self, covered: Coverage, least: int) -> None:
        self._covered, self._least, self._asked_least = covered, max(least, LEAST), least
        self._met: dict[str, Counter[str]] = defaultdict(Counter)
        self._reached: Counter[str] = Counter()
        self._spread: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)

    def take(self, result: Result) -> None:
        """Count one organisation and its people."""
        if result.framework is None:
            return
        reached: set[str] = set()
        for person in result.row.people:
            reached |= self._count_person(result.framework, person)
        self._reached.update(reached)
        # With all others known, a level that is kept back could be found in the sum.
        for element in result.elements if result.card else ():
            settled = None if result.keeps_back(element) else result.settled.get(element.id)
            if settled is not None and settled.state is not State.NOT_ASKED:
                self._spread[element.id, element.version][_cell(settled)] += 1

    def _count_person(self, framework: Framework, person: PersonRow) -> set[str]:
        """Count how a person met each question; those that they reached."""
        route = {one.id for one in asked(framework, person.answers, person.profile, Scope(person.scope))}
        for element in framework.elements:
            answer = person.answers.get(element.id)
            if element.id not in route:
                met = "not_asked"
            elif answer is None:
                met = "not_reached"
            else:
                met = "answered" if answer.said is Said.LEVEL else "unsaid"
            self._met[element.id][met] += 1
        return route & person.answers.keys()

    def question_rows(self) -> Iterator[Row]:
        """How people met each question; of few not how many gave a level, only who came to it: all that is left."""
        for element in self._covered.elements.values():
            met = self._met[element.id]
            met_so = (met["answered"], met["unsaid"], met["not_reached"], met["not_asked"])
            reached = QuestionCount(element.id, *met_so, self._reached[element.id])
            yield {
                "dimension": element.dimension,
                "element": element.id,
                "people": met.total(),
                **_answers(told(reached, self._asked_least)),
                "not_reached": reached.not_reached,
                "not_asked": reached.not_asked,
            }

    def spread_rows(self) -> Iterator[Row]:
        """How many organisations are at each level of each question, without the small numbers."""
        for element in self._covered.elements.values():
            versions = sorted(version for one, version in self._spread if one == element.id)
            for version in versions or [element.version]:
                counts = self._spread[element.id, version]
                yield {
                    "dimension": element.dimension,
                    "element": element.id,
                    "element_version": version,
                    **self._told(counts),
                }

    def _told(self, counts: Mapping[str, int]) -> Row:
        total = sum(counts.values())
        if total < self._least:
            return {"withheld": FEW}
        cells = [
            *(f"level_{level}" for level in range(1, self._covered.levels + 1)),
            *_STATES.values(),
        ]
        told = without_small([counts.get(cell, 0) for cell in cells], self._least)
        withheld = SMALL_CELLS if None in told else ""
        return {"organisations": total, **dict(zip(cells, told, strict=True)), "withheld": withheld}


def _answers(count: QuestionCount) -> Row:
    """Who gave a level and who did not, as on the screens: of few people neither."""
    if count.unsaid is None:
        return {"withheld": FEW}
    return {"answered": count.answered, "unsaid": count.unsaid}


def _cell(settled: Settled) -> str:
    return f"level_{settled.level}" if settled.state is State.LEVEL else _STATES[settled.state]


def without_small(counts: Sequence[int], least: int) -> list[int | None]:
    """The counts, None in place of each under `least`, zeros too, and of as many others as give those away.

    The total is known, so what is missing can be subtracted: it is at least `least`, and so never one small cell.
    """
    hidden = {place for place, count in enumerate(counts) if count < least}
    others = sorted((count, place) for place, count in enumerate(counts) if place not in hidden)
    for _count, place in others:
        if not hidden or sum(counts[each] for each in hidden) >= least:
            break
        hidden.add(place)
    return [None if place in hidden else count for place, count in enumerate(counts)]
