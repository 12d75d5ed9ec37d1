"""Everything a summary prints, as ids and numbers in the order of print. No text, so any language fits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from frameworks.agenda import Agenda, Picture, agenda
from frameworks.binding import binding_elements
from frameworks.model import Framework
from frameworks.places import alone
from frameworks.quick import QuickResult, quick_result
from frameworks.scoring import Scorecard, Word, score
from frameworks.settling import Settled, asks_proof, same_answers, settle
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
    def open(self) -> tuple[str, ...]:
        """The ids of the points that are not yes, first those that are no."""
        return (*self.no, *self.unsure)

    @property
    def in_doubt(self) -> bool:
        """Whether the summary asks if this is the right road."""
        return len(self.open) >= 2


def read_fit(check: Framework, answers: Mapping[str, Answer]) -> Fit:
    """What these answers to a fit check say; what has no level counts as unsure."""
    levels = {one.id: answers[one.id].level if one.id in answers else None for one in check.elements}
    return Fit(
        no=tuple(one for one, level in levels.items() if level is not None and level < check.in_place),
        unsure=tuple(one for one, level in levels.items() if level is None),
        asked=len(levels),
    )


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
    """What is printed of one respondent or of several, top to bottom. Empty parts are left out by whoever prints.

    `open` of the questions have no answer at all yet.
    `short_in_place` and `short_next` fill the line "in short". `strong` is what goes well, `begun` takes its
    place where nothing is in place. `hangs_on` is the full list. `agenda` is what to do first; `binding` is what
    to work on where the framework has no actions. `missing_roles` are the views that would make it firmer.
    `quick` is set for the quick check alone. `fit` is None where no fit check was done. `same_answers` is for
    this person's eyes only.
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
    agenda: Agenda
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
    size: str | None = None,
    taken: Collection[str] = (),
) -> Summary:
    """One respondent's summary: of `roles` they hold, with what they have `taken` up, by element, already."""
    settled = settle(framework, answers, profile, scope)
    basis = Basis(
        framework,
        settled,
        score(framework, settled, profile, scope, alone(framework)),
        profile,
        scope,
        _Asker(framework, answers, frozenset(roles)).role,
        {one: found for one, answer in answers.items() if (found := _shown_by(answer)) is not None},
        asked=answers.keys(),
        fit=fit,
        size=size,
        taken=taken,
    )
    return replace(
        drawn_from(basis),
        roles=tuple(role.id for role in framework.roles if role.id in roles),
        missing_roles=missing_roles(framework, roles)[:2],
        same_answers=same_answers(framework, answers),
    )


@dataclass(frozen=True)
class Basis:
    """What a summary is drawn from: where everything stands, and what is known besides.

    `could_say` names the role that could say more of an element. `options` are the numbers of the proofs that were
    shown, by element. `asked` are the elements that somebody was asked; nobody is sent to find out about the others.
    """

    framework: Framework
    settled: Mapping[str, Settled]
    card: Scorecard
    profile: str | None
    scope: Scope
    could_say: Callable[[str], str | None]
    options: Mapping[str, int]
    asked: Collection[str]
    fit: Fit | None = None
    size: str | None = None
    taken: Collection[str] = ()

    def ask_all(self, element_ids: Iterable[str]) -> tuple[Ask, ...]:
        return tuple(Ask(one, self.could_say(one)) for one in element_ids)


def drawn_from(basis: Basis) -> Summary:
    """The summary of these levels, of nobody in particular: no roles, and nobody who is missing."""
    framework, card = basis.framework, basis.card
    in_place = _musts_first(framework, card.with_word(Word.IN_PLACE))
    binding = binding_elements(framework, basis.settled, card, basis.profile)
    unasked = [one for one in card.words if one not in basis.asked]
    picture = Picture(
        framework, basis.settled, card, basis.profile, basis.size, basis.taken, unasked, basis.could_say
    )
    to_do = agenda(picture)
    return Summary(
        scope=basis.scope,
        profile=basis.profile,
        roles=(),
        questions=card.counted,
        answered=card.counted - card.counts[Word.NOT_KNOWN],
        open=len(unasked),
        short_in_place=in_place[:SHORT_MOST],
        short_next=_short_next(framework, card, to_do, binding)[:SHORT_MOST],
        card=card,
        hangs_on=basis.ask_all(card.hangs_on),
        strong=tuple(_strong(basis, one) for one in in_place[:STRONG_MOST]),
        begun=() if in_place else _musts_first(framework, card.with_word(Word.STARTED))[:STRONG_MOST],
        musts=_must_lines(basis),
        unknown=basis.ask_all(_unknown(basis)[:UNKNOWN_MOST]),
        agenda=to_do,
        binding=binding[:BINDING_MOST],
        quick=quick_result(framework, card) if basis.scope is Scope.QUICK else None,
        fit=basis.fit,
        missing_roles=(),
        same_answers=False,
    )


def missing_roles(framework: Framework, roles: Collection[str]) -> tuple[str, ...]:
    """The roles nobody holds whose view would make the result firmer, in order of weight.

    A framework with none of the usual roles offers its own, in its own order.
    """
    known = [role for role in VIEWS_WANTED if role in framework.role_by_id]
    return tuple(role for role in known or framework.role_by_id if role not in roles)


@dataclass(frozen=True, slots=True)
class _Asker:
    framework: Framework
    answers: Mapping[str, Answer]
    held: frozenset[str]

    def role(self, element_id: str) -> str | None:
        """Whom to ask of this element: the role that was named, else the first that this person does not hold."""
        answer = self.answers.get(element_id)
        if answer is not None and answer.who in self.framework.role_by_id:
            return answer.who
        ask = [role for role in self.framework.element_by_id[element_id].ask if role != ANYONE]
        # Nobody is sent to ask for what was not asked yet, or to ask themselves.
        return next((role for role in ask if role not in self.held), None) if answer else None


def _short_next(
    framework: Framework, card: Scorecard, to_do: Agenda, binding: tuple[str, ...]
) -> tuple[str, ...]:
    """What comes next, in names: in a place the musts that are not met, else what is to be done."""
    musts = (one for one, word in card.words.items() if word is not Word.IN_PLACE)
    in_place = tuple(one for one in musts if framework.element_by_id[one].must) if framework.is_place else ()
    return in_place or tuple(one.element for one in to_do.all) or binding


def _must_lines(basis: Basis) -> tuple[MustLine, ...]:
    lines = []
    for word in MUST_WORDS:
        musts = [one for one in basis.card.with_word(word) if basis.framework.element_by_id[one].must]
        if word in (Word.TO_AGREE, Word.NOT_KNOWN):
            lines.append(MustLine(word, basis.ask_all(musts)))
        else:
            lines.append(MustLine(word, tuple(Ask(one, None) for one in musts)))
    return tuple(line for line in lines if line.musts)


def _unknown(basis: Basis) -> tuple[str, ...]:
    unknown = basis.card.with_word(Word.NOT_KNOWN)
    return tuple(one for one in unknown if one in basis.asked and not basis.framework.element_by_id[one].must)


def _shown_by(answer: Answer) -> int | None:
    return answer.option if answer.shown is Shown.OPTION else None


def _strong(basis: Basis, element_id: str) -> StrongPoint:
    element, value = basis.framework.element_by_id[element_id], basis.settled[element_id]
    if not asks_proof(basis.framework, element, value.low):
        return StrongPoint(element_id, Proof.NOT_ASKED)
    if not value.shown:
        return StrongPoint(element_id, Proof.NOT_SHOWN)
    return StrongPoint(element_id, Proof.SHOWN, basis.options.get(element_id))


def _musts_first(framework: Framework, element_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(element_ids, key=lambda one: not framework.element_by_id[one].must))
