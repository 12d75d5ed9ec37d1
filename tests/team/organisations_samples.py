"""Screens and letters of who answers for several organisations, or is about to, to be drawn in any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.conversation import Chosen, Conversation, Inputs, Part
from flows.shelf import as_part, shelf_key
from frameworks.values import Answer, Said
from storage.programme.letter_facts import LetterFacts
from storage.programme.letters import Letter
from tests.flows.walks import Walk
from tests.programme.letters_made import USUAL, about_action, letter
from tests.screens_made import FRAMEWORKS, SP

NAME, OTHER, PLACE = "Ŧøđ Škøł", "Ñandu", "Břđ"
WIDE = "🌍" * 100


def part(key: str, name: str, organisation: int, number: int, done: int = 0) -> Part:
    """A check of this person for this organisation, with so many answers."""
    elements = [element.id for element in FRAMEWORKS[key].elements[:done]]
    answers = {element: Answer(Said.LEVEL, 2, seconds=5) for element in elements}
    return Part(key, Inputs(name, scope="full"), answers, number, organisation, run=number)


def at(here: Part, *others: Part, state: str = "picking") -> Conversation:
    """A person of several organisations at this check, with these on the shelf."""
    there = Walk(SP).to_first_question().conversation
    return replace(
        there,
        framework=here.framework,
        inputs=here.inputs,
        answers=here.answers,
        number=here.number,
        organisation=here.organisation,
        run=here.run,
        state=state,
        dimension=None,
        element=None,
        shelf={shelf_key(each): each for each in others},
        several=len({here.organisation, *(each.organisation for each in others)}) > 1,
        wide=True,
    )


MINE = part("sp-1.0", NAME, 1, 11, 12)
THEIRS = part("sp-1.0", OTHER, 2, 12)
OF_PLACE = part("ec-1.0", PLACE, 3, 13, 5)
BASICS = part("ob-1.0", OTHER, 2, 14, 12)
ALIKE = part("sp-1.0", NAME, 4, 15, 12)
LONG = part("ec-1.0", WIDE, 5, 16, 30)
NEW = Part("sp-1.0", Inputs(), {}, run=17)


def choices() -> Iterator[Conversation]:
    """Where one chooses what to look at: several organisations, a place, the same name twice, long names."""
    yield at(MINE, THEIRS)
    yield at(THEIRS, MINE, OF_PLACE, BASICS)
    yield at(OF_PLACE, MINE, THEIRS)
    yield at(NEW, MINE, THEIRS)
    yield at(MINE, ALIKE, part("sp-1.0", NAME, 6, 18, 12), LONG)


def amending() -> Iterator[Conversation]:
    """Where the name is amended of who has answers, which is where another organisation begins."""
    yield at(MINE, state="naming")
    yield at(OF_PLACE, state="naming")
    yield at(MINE, THEIRS, state="naming")


def way_in() -> Iterator[Conversation]:
    """The way in for one more organisation, with names as long as they may be."""
    for here in (THEIRS, OF_PLACE, LONG):
        for state in ("sizing", "profiling", "grouping", "roles", "scope"):
            yield at(here, MINE, state=state)


def organisations_drawn(language: str) -> Iterator[tuple[Conversation, None]]:
    """All of them, with no page over them."""
    for there in (*choices(), *amending(), *way_in()):
        yield replace(there, language=language), None


def letters_for() -> Iterator[tuple[Conversation, Letter, LetterFacts]]:
    """Letters to who answers for several: about the check they are at, and about another one."""
    here = replace(at(MINE, THEIRS, state="choosing"), shelf={})
    elsewhere = replace(at(THEIRS, MINE, state="choosing"), shelf={})
    for there, facts in ((here, USUAL), (elsewhere, replace(USUAL, part=as_part(here)))):
        asks = about_action(here, facts, Chosen(event="board"))
        for kind in ("reminder", "note", "answer", "check_in", "closed"):
            yield there, letter(kind), asks
