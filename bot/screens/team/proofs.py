"""Proofs and reasons of one part in one screen, after many answers in one message: a number and a letter for each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.sight import Row, Sight, lines, paragraphs
from bot.screens.team.marks import numbered, seen, title, way_out
from flows.bulk import proof_number
from flows.desk import Act
from flows.mark_pages import ProofsPage
from flows.pages import Page
from flows.reading import PROOF_LETTERS
from flows.team_desk import CHOICES
from frameworks.model import Element


def proofs(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """What could show each level that counts, and why a question may not apply, with a short button for each."""
    if not isinstance(page, ProofsPage):
        return None
    sight = seen(sight, page.scope)
    all_here = numbered(sight, page.scope)
    levels = [(number, one) for number, one in all_here if one.id in page.levels]
    excused = [(number, one) for number, one in all_here if one.id in page.excused]
    first = min(number for number, _one in (*levels, *excused))
    asked = [
        *_asked(sight.say("proofs.ask"), [_options(sight, page, number, one) for number, one in levels]),
        *_asked(sight.say("na_why"), [_reasons(sight, number, one) for number, one in excused]),
    ]
    text = paragraphs(
        lines(title(sight, page.scope), asked[0]),
        *asked[1:],
        sight.say("proofs.how", sample=f"{first}{PROOF_LETTERS[0]}"),
    )
    rows = [
        _row(sight, page, number, one)
        for number, one in sorted((*levels, *excused), key=lambda each: each[0])
    ]
    return Screen(text, (*rows, (way_out(sight, page.scope, sight.say("proofs.later")),)))


def _asked(question: str, blocks: Sequence[str]) -> list[str]:
    """The question over what it is about; nothing where it is about nothing."""
    return [question, *blocks] if blocks else []


def _reasons(sight: Sight, number: int, element: Element) -> str:
    """The reasons why this question may not apply, each with its letter."""
    reasons = (
        sight.text(f"{element.id}.na.{place}", reason)
        for place, reason in enumerate(element.na_reasons, start=1)
    )
    return lines(
        sight.say("marks.question", number=number, name=sight.name(element.id)),
        *(
            sight.say("proof.option", letter=letter, option=reason)
            for letter, reason in zip(PROOF_LETTERS, reasons, strict=False)
        ),
    )


def _options(sight: Sight, page: ProofsPage, number: int, element: Element) -> str:
    said = sight.level(page.levels[element.id])
    shown = [
        sight.text(f"{element.id}.proof.{place}", option)
        for place, option in enumerate(element.proof, start=1)
    ]
    lettered = zip(PROOF_LETTERS, [*shown, sight.say("proof.nothing")], strict=False)
    return lines(
        sight.say("marks.line", number=number, name=sight.name(element.id), said=said),
        *(sight.say("proof.option", letter=letter, option=option) for letter, option in lettered),
    )


def _row(sight: Sight, page: ProofsPage, number: int, element: Element) -> Row:
    """One button for each option of this question; of proofs the last one is for nothing yet."""
    excused = element.id in page.excused
    options = [
        *range(1, len(element.na_reasons if excused else element.proof) + 1),
        *([] if excused else [0]),
    ]
    return tuple(
        _button(sight, page, element, f"{number}{letter}", option)
        for letter, option in zip(PROOF_LETTERS, options, strict=False)
    )


def _button(sight: Sight, page: ProofsPage, element: Element, label: str, option: int) -> Button:
    if page.scope.head is None:
        return handled(label, "(h", proof_number(sight.conversation, sight.framework, element.id), option)
    ordinal = sight.framework.ordinal_by_id[element.id]
    return handled(label, "(f", page.scope.head.assessment, CHOICES * ordinal + option)
