"""Pages for many answers at once to draw: every part of every check, echoes right and wrong, meetings, proofs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.bulk import MARKS, PROOFS
from flows.conversation import Conversation
from flows.desk import panel_of
from flows.echoes import ECHO, PARTS
from flows.mark_pages import EchoPage, MarkScope, MarksPage, ProofsPage
from flows.marks import read_marks
from flows.pages import Page
from flows.team_pages import Position, TeamHead
from frameworks.model import Framework
from frameworks.values import Answer, Said
from tests.flows.walks import Walk
from tests.screens_made import FRAMEWORKS, SP

Sample = tuple[Conversation, Page]
HEAD = TeamHead(5, "Ŧøđ", SP.key, Position.OWNER, 7, closed=True)
WIDE = "🌍" * 100
LINES = ("32411", "3x42-", "3?-n2", "n9xo0", "3", "", "324111", "3241", "-----", "1????")


def scope_of(framework: Framework, part: int, head: TeamHead | None = None) -> MarkScope:
    """All questions of one part."""
    elements = tuple(element.id for element in framework.dimensions[part].elements)
    now = dict(zip(elements, "3?n", strict=False)) if head else {}
    return MarkScope(framework.key, part, elements, head, now)


def echo_of(framework: Framework, scope: MarkScope, line: str) -> EchoPage:
    """What is understood of these signs."""
    elements = [framework.element_by_id[each] for each in scope.elements]
    areas = bool(framework.groups) and scope.head is None
    marks = read_marks(line, elements, framework.levels, areas=areas)
    return EchoPage(scope, marks, tuple(line), 63)


def waiting(there: Conversation) -> Iterator[Sample]:
    """Each part of each check, and one too long for one message, on all of its pages."""
    for framework in FRAMEWORKS.values():
        here = replace(
            there, framework=framework.key, answers={}, dimension=None, element=None, state="choosing"
        )
        for part in range(len(framework.dimensions)):
            for page in range(4):
                yield (
                    replace(here, panel=panel_of(MARKS, 0, part + PARTS * page)),
                    MarksPage(scope_of(framework, part), page),
                )
    long = tuple(element.id for part in (1, 2) for element in SP.dimensions[part].elements)
    for page in range(5):
        yield (
            replace(there, panel=panel_of(MARKS, 0, PARTS * page)),
            MarksPage(MarkScope(SP.key, 1, long), page),
        )
    for head in (HEAD, replace(HEAD, organisation=WIDE)):
        yield replace(there, panel=panel_of(MARKS, 7, 1)), MarksPage(scope_of(SP, 1, head))


def echoes(there: Conversation) -> Iterator[Sample]:
    """Lines that are right, wrong, too short and too long, over answers given before and over none."""
    ecosystem = FRAMEWORKS["ec-1.0"]
    placed = replace(
        there, framework=ecosystem.key, answers={}, dimension=None, element=None, state="choosing"
    )
    said = (
        Answer(Said.LEVEL, 2),
        Answer(Said.DONT_KNOW),
        Answer(Said.NOT_APPLICABLE),
        Answer(Said.NOT_MY_AREA),
    )
    answered = dict(zip((element.id for element in SP.dimensions[1].elements), said, strict=False))
    for line in (*LINES, "3241x" + "x" * 12 + "…"):
        panel = panel_of(ECHO, 0, 1)
        yield replace(there, panel=panel), echo_of(SP, scope_of(SP, 1), line)
        yield replace(there, panel=panel, answers=answered), echo_of(SP, scope_of(SP, 1), line)
        yield replace(there, panel=panel_of(ECHO, 7, 1)), echo_of(SP, scope_of(SP, 1, HEAD), line)
        yield replace(placed, panel=panel), echo_of(ecosystem, scope_of(ecosystem, 1), line)
        several = replace(echo_of(SP, scope_of(SP, 1), line), then=(0, 2, 3, 4, 5, 6, 7), saved=5)
        yield replace(there, panel=panel), several


def to_show(there: Conversation) -> Iterator[Sample]:
    """All proofs of each part, and of one question alone; reasons alone and beside proofs."""
    for key in ("sp-1.0", "ec-1.0"):
        framework = FRAMEWORKS[key]
        here = replace(there, framework=key, answers={}, dimension=None, element=None, state="choosing")
        for part in range(len(framework.dimensions)):
            for head in (None, replace(HEAD, framework=key)):
                scope = scope_of(framework, part, head)
                number = head.assessment if head else 0
                panel = panel_of(PROOFS, number, part)
                for levels in (dict.fromkeys(scope.elements, 4), {scope.elements[-1]: 3}):
                    yield replace(here, panel=panel), ProofsPage(scope, levels)
                excused = tuple(
                    each for each in scope.elements if len(framework.element_by_id[each].na_reasons) > 1
                )
                if excused:
                    yield replace(here, panel=panel), ProofsPage(scope, {}, excused)
                    others = {each: 4 for each in scope.elements if each not in excused}
                    yield replace(here, panel=panel), ProofsPage(scope, others, excused)


def marks_drawn(language: str) -> Iterator[Sample]:
    """Every page for many answers at once, in this language."""
    there = Walk(SP).to_first_question().conversation
    named = replace(there.inputs, organisation=WIDE)
    for here, page in (*waiting(there), *echoes(there), *to_show(there)):
        yield replace(here, language=language), page
        # Who answers for several reads for whom; no page of theirs may be too long for that line.
        yield replace(here, language=language, several=True, inputs=named), page
