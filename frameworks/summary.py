"""Everything a summary prints, as ids and numbers in the order of print. No text, so any language fits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from frameworks.model import Element, Framework
from frameworks.quick import QuickResult, quick_result
from frameworks.scoring import Scorecard, Word, score
from frameworks.settling import Settled, asks_proof, same_answers, settle
from frameworks.stages import Stage
from frameworks.values import ANYONE, Answer, Scope, Shown

STRONG_MOST = 4
UNKNOWN_MOST = 3
BINDING_MOST = 3
SHORT_MOST = 2

VIEWS_WANTED = ("programme_manager", "data_lead", "finance", "director", "board")
"""Whose view makes a result firmer, first to last."""

MUST_WORDS = (Word.IN_PLACE, Word.STARTED, Word.NOT_YET, Word.TO_AGREE, Word.NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Fit:
    """A finished fit check: the ids answered no, the ids answered unsure, and how many were asked."""

    no: tuple[str, ...]
    unsure: tuple[str, ...]
    asked: int

    @property
    def in_doubt(self) -> bool:
        """Whether the summary asks if this is the right road."""
        return len(self.no) + len(self.unsure) >= 2


class Proof(StrEnum):
    """What stands behind an element in print."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class StrongPoint:
    """An element to be glad of; `option` is the number of the proof option (from 1) where one was shown."""

    element: str
    proof: Proof
    option: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """An element and the role that could say more; no role where anyone or nobody in particular could."""

    element: str
    role: str | None


@dataclass(frozen=True, slots=True)
class MustLine:
    """The musts with one word. Those to agree or not known name whom to ask, the others ask nobody."""

    word: Word
    musts: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What is printed for one respondent, top to bottom. Empty parts are left out by whoever prints.

    `open` of the questions have no answer at all yet.
    `short_in_place` and `short_next` fill the line "in short". `strong` is what goes well, `begun` takes its
    place where nothing is in place. `hangs_on` is the full list. `binding` is what to work on first.
    `missing_roles` are the views that would make it firmer. `quick` is set for the quick check alone.
    `fit` is None where no fit check was done. `same_answers` is for this person's eyes only.
    """

    scope: Scope
    profile: str | None
    roles: tuple[str, ...]
    questions: int
    answered: int
    open: int
    short_in_place: tuple[str, ...]
    short_next: tuple[str, ...]
    card: Scorecard
    hangs_on: tuple[Ask, ...]
    strong: tuple[StrongPoint, ...]
    begun: tuple[str, ...]
    musts: tuple[MustLine, ...]
    unknown: tuple[Ask, ...]
    binding: tuple[str, ...]
    quick: QuickResult | None
    fit: Fit | None
    missing_roles: tuple[str, ...]
    same_answers: bool


def summarise(
    framework: Framework,
    answers: Mapping[str, Answer],
    profile: str | None,
    scope: Scope,
    roles: Collection[str],
    fit: Fit | None = None,
) -> Summary:
    """One respondent's summary. `roles` are the ids of the roles that this person holds."""
    settled = settle(framework, answers, profile, scope)
    card = score(framework, settled, profile, scope)
    in_place = _musts_first(framework, card.with_word(Word.IN_PLACE))
    binding = binding_elements(framework, settled, card, profile)
    begun = () if in_place else _musts_first(framework, card.with_word(Word.STARTED))
    asker = _Asker(framework, answers, frozenset(roles))
    return Summary(
        scope=scope,
        profile=profile,
        roles=tuple(role.id for role in framework.roles if role.id in roles),
        questions=card.counted,
        answered=card.counted - card.counts[Word.NOT_KNOWN],
        open=sum(one not in answers for one in card.words),
        short_in_place=in_place[:SHORT_MOST],
        short_next=binding[:SHORT_MOST],
        card=card,
        hangs_on=asker.ask_all(card.hangs_on),
        strong=tuple(_strong(framework, settled, answers, one) for one in in_place[:STRONG_MOST]),
        begun=begun[:STRONG_MOST],
        musts=_must_lines(framework, card, asker),
        unknown=asker.ask_all(_unknown(framework, answers, card)[:UNKNOWN_MOST]),
        binding=binding[:BINDING_MOST],
        quick=quick_result(framework, card) if scope is Scope.QUICK else None,
        fit=fit,
        missing_roles=missing_roles(framework, roles)[:2],
        same_answers=same_answers(framework, answers),
    )


def binding_elements(
    framework: Framework, settled: Mapping[str, Settled], card: Scorecard, profile: str | None
) -> tuple[str, ...]:
    """All elements that bind, the most binding first: what to work on.

    Musts under their pass level, the furthest under first. If there are none, what is not in place in
    dimensions under half; if there is none, all that is not in place, higher levels first. What is not
    known binds nothing: it is to be found out.
    """
    lacking = [element for element in framework.elements if card.words.get(element.id) in _LACKING]
    musts = [element for element in lacking if element.must]
    if musts:
        early = card.stage is not None and card.stage.low is Stage.EARLY
        return _ids(sorted(musts, key=lambda must: _urgency(framework, settled, must, profile, early)))
    weak = {part.id for part in card.dimensions if 2 * part.in_place < part.counted}
    in_weak = [element for element in lacking if element.dimension in weak]
    return _ids(in_weak or sorted(lacking, key=lambda element: -settled[element.id].low))


def missing_roles(framework: Framework, roles: Collection[str]) -> tuple[str, ...]:
    """The roles nobody holds whose view would make the result firmer, in order of weight.

    A framework with none of the usual roles offers its own, in its own order.
    """
    known = [role for role in VIEWS_WANTED if role in framework.role_by_id]
    return tuple(role for role in known or framework.role_by_id if role not in roles)


_LACKING = (Word.STARTED, Word.NOT_YET)


@dataclass(frozen=True, slots=True)
class _Asker:
    framework: Framework
    answers: Mapping[str, Answer]
    held: frozenset[str]

    def ask_all(self, element_ids: Iterable[str]) -> tuple[Ask, ...]:
        return tuple(Ask(one, self._role(one)) for one in element_ids)

    def _role(self, element_id: str) -> str | None:
        answer = self.answers.get(element_id)
        if answer is not None and answer.who in self.framework.role_by_id:
            return answer.who
        ask = [role for role in self.framework.element_by_id[element_id].ask if role != ANYONE]
        # Nobody is sent to ask for what was not asked yet, or to ask themselves.
        return next((role for role in ask if role not in self.held), None) if answer else None


def _urgency(
    framework: Framework, settled: Mapping[str, Settled], must: Element, profile: str | None, early: bool
) -> tuple[int, int]:
    level = settled[must.id].low
    # At the first stage a must at the lowest level helps twice: it counts as started, and it lifts the cap.
    return level - framework.pass_level(must, profile), level if early else 0


def _must_lines(framework: Framework, card: Scorecard, asker: _Asker) -> tuple[MustLine, ...]:
    lines = []
    for word in MUST_WORDS:
        musts = [one for one in card.with_word(word) if framework.element_by_id[one].must]
        if word in (Word.TO_AGREE, Word.NOT_KNOWN):
            lines.append(MustLine(word, asker.ask_all(musts)))
        else:
            lines.append(MustLine(word, tuple(Ask(one, None) for one in musts)))
    return tuple(line for line in lines if line.musts)


def _unknown(framework: Framework, answers: Mapping[str, Answer], card: Scorecard) -> tuple[str, ...]:
    unknown = card.with_word(Word.NOT_KNOWN)
    return tuple(one for one in unknown if one in answers and not framework.element_by_id[one].must)


def _strong(
    framework: Framework, settled: Mapping[str, Settled], answers: Mapping[str, Answer], element_id: str
) -> StrongPoint:
    element, value = framework.element_by_id[element_id], settled[element_id]
    if not asks_proof(framework, element, value.low):
        return StrongPoint(element_id, Proof.NOT_ASKED)
    if not value.shown:
        return StrongPoint(element_id, Proof.NOT_SHOWN)
    answer = answers.get(element_id)
    option = answer.option if answer is not None and answer.shown is Shown.OPTION else None
    return StrongPoint(element_id, Proof.SHOWN, option)


def _musts_first(framework: Framework, element_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(element_ids, key=lambda one: not framework.element_by_id[one].must))


def _ids(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple(element.id for element in elements)
