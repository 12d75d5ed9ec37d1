"""Pages of a meeting to draw: sheets of two, of some and of a place, each question of them, open answers, last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from flows.conversation import Conversation
from flows.desk import panel_of
from flows.pages import MorePage, Page
from flows.round_pages import (
    GivenLevel,
    LastTime,
    LookingBackPage,
    OpenModePage,
    SheetElementPage,
    SheetLine,
    SheetPage,
    TakenByPage,
)
from flows.team_desk import REASON_MOST, TAKER_MOST
from flows.team_pages import Position, TeamHead
from frameworks.agreement import Topic, meeting_sheet
from frameworks.model import Framework
from frameworks.teams import Member
from frameworks.values import Answer, Said
from tests.flows.walks import Walk
from tests.screens_made import FRAMEWORKS, SP
from tests.screens_seen import samples

Seen = tuple[Conversation, Page | None]
EC = FRAMEWORKS["ec-1.0"]
ROUND = 7
HEAD = TeamHead(5, "Ŧøđ", SP.key, Position.OWNER, ROUND, 2, True)
PLACE = replace(HEAD, framework=EC.key, place=True)
MEMBER = replace(HEAD, position=Position.MEMBER)
WIDE = replace(HEAD, organisation="🌍" * 100, round_no=10)
REASON = "🐘" * REASON_MOST


def team_sheet(people: int, seed: int = 1, levels: str = "22233341?") -> tuple[SheetLine, ...]:
    """The sheet of so many people, whose answers are drawn from these."""
    random = Random(seed)

    def says() -> Answer:
        sign = random.choice(levels)
        return Answer(Said.DONT_KNOW) if sign == "?" else Answer(Said.LEVEL, int(sign))

    return sheet_of([Member(("director",), {one.id: says() for one in SP.elements}) for _ in range(people)])


def sheet_of(members: list[Member]) -> tuple[SheetLine, ...]:
    """The sheet of these people, as it is read back from where it is kept."""
    return tuple(
        SheetLine(
            line.element,
            line.topic.value,
            line.differs,
            line.spread,
            line.agreement.label.value if line.agreement else "",
            line.level,
            place=place_of(SP, line.element),
        )
        for line in meeting_sheet(SP, members, "direct", closed=True)
    )


def place_of(framework: Framework, element: str) -> int:
    """The place of its sign in a line about its part, where all of it is asked."""
    part = framework.dimension_by_id[framework.element_by_id[element].dimension]
    return [one.id for one in part.elements].index(element) + 1


def place_sheet() -> tuple[SheetLine, ...]:
    """A sheet of a place with each thing that it may say of a question."""
    ids = [one.id for one in EC.elements]
    said = (
        (Topic.MUST_TO_AGREE, True, None),
        (Topic.TALK, True, 3),
        (Topic.NOT_KNOWN, False, None),
        (Topic.SAME_VIEW, False, 2),
    )
    return tuple(
        SheetLine(one, topic.value, differs, level=level, place=place_of(EC, one))
        for one, (topic, differs, level) in zip(ids, said, strict=False)
    )


def some_agreed(found: tuple[SheetLine, ...]) -> tuple[SheetLine, ...]:
    """The same sheet, where the meeting has agreed on every other line: a level, not known, does not apply."""
    ends = ({"agreed": 3}, {"said": "dont_know"}, {"said": "not_applicable"})
    return tuple(
        replace(line, **ends[number // 2 % 3]) if number % 2 == 0 else line
        for number, line in enumerate(found)
    )


def sheets() -> Iterator[SheetPage]:
    """The sheet as it may be met."""
    for people in (2, 3, 5):
        found = team_sheet(people)
        yield SheetPage(HEAD, people, found, may_open=True)
        yield SheetPage(WIDE, people, some_agreed(found))
        yield SheetPage(MEMBER, people, opened(found), open_mode=True)
        yield SheetPage(HEAD, people, opened(found), open_mode=True)
    yield SheetPage(HEAD, 9, team_sheet(9, levels="14"))
    yield SheetPage(HEAD, 9, team_sheet(9, levels="33333332"))
    yield SheetPage(HEAD, 9, team_sheet(9, levels="?"))
    yield SheetPage(HEAD, 4, team_sheet(4, levels="3???"))
    yield SheetPage(HEAD, 1, ())
    yield SheetPage(PLACE, 12, place_sheet())


def opened(found: tuple[SheetLine, ...]) -> tuple[SheetLine, ...]:
    """The same sheet with open answers: where nobody contradicts a level it is told."""
    return tuple(
        line if line.spread or line.topic == Topic.NOT_KNOWN else replace(line, level=3) for line in found
    )


def elements(
    framework: Framework, head: TeamHead, found: tuple[SheetLine, ...]
) -> Iterator[SheetElementPage]:
    """Each question of a sheet: as it came, with a level of each kind, and with all that may stand there."""
    for number, line in enumerate(found):
        yield SheetElementPage(head, 5, line, sheet=found)
        level = framework.levels - number % 3
        agreed = replace(line, agreed=level, reason=REASON, shown=number % 2 == 0)
        roles = tuple(role.id for role in framework.roles)
        given = tuple(
            GivenLevel(
                person,
                1 + person % framework.levels if person < 7 else None,
                roles[: person - 2],
                person == 1,
            )
            for person in range(1, 8)
        )
        for option in (None, 0, 1):
            page = replace(WIDE, framework=head.framework, place=head.place)
            yield SheetElementPage(
                page, 7, replace(agreed, option=option), given, ("🐢" * 300,) * 20, found, files=7
            )
        yield SheetElementPage(MEMBER if head is HEAD else head, 5, line, given, sheet=found)
    yield SheetElementPage(head, 5, replace(found[0], topic="", said="not_applicable"), sheet=found)
    yield SheetElementPage(head, 5, replace(found[0], topic=Topic.SAME_VIEW.value, spread=(), level=None))
    for line in found:
        for number, _reason in enumerate(framework.element_by_id[line.element].na_reasons):
            excused = replace(line, said="not_applicable", option=number or None, reason=REASON)
            yield SheetElementPage(head, 5, excused, sheet=found)
            yield SheetElementPage(head, 5, replace(excused, option=number + 1), sheet=found)
    done = tuple(replace(line, agreed=2) for line in found)
    yield SheetElementPage(head, 5, done[0], sheet=done)


def of_place() -> Iterator[SheetElementPage]:
    """Questions of a place, with how its groups see them."""
    yield from elements(EC, PLACE, place_sheet())
    groups = [group.id for group in EC.groups]
    views = tuple((group, 1 + number % 2, 2) for number, group in enumerate(groups))
    line = place_sheet()[1]
    yield SheetElementPage(PLACE, 12, line, decided=tuple(groups[:2]), views=views)


def last_times(framework: Framework) -> Iterator[LastTime]:
    """What may be known of a question from the round before."""
    yield LastTime(2, "level", day="2026-12-15")
    yield LastTime(framework.levels, "level", REASON, 2, "2026-12-15", "🐢" * 300)
    yield from (LastTime(None, said) for said in ("dont_know", "not_applicable", "not_my_area"))
    yield LastTime(agreed=2, reason="Ŧøđ")
    yield LastTime(9, "level", agreed=9)


def asked_again(language: str) -> Iterator[Seen]:
    """Questions of a later round, answered already or not, for who answers for several organisations too."""
    for there in samples():
        if there.state != "asking":
            continue
        inputs = replace(there.inputs, organisation="🌍" * 100)
        later = replace(there, language=language, round_no=2, several=True, inputs=inputs)
        for before in last_times(FRAMEWORKS[there.framework]):
            yield later, before
            yield replace(later, answers={}, reviewed=False), before


def taken(language: str) -> Iterator[Seen]:
    """Actions with somebody named who takes them, as long as a name may be, and the page that asks for one."""
    for there in samples():
        if there.state in {"planning", "acting"}:
            chosen = {
                action: replace(each, taken_by="🌍" * TAKER_MOST) for action, each in there.chosen.items()
            }
            yield replace(there, language=language, chosen=chosen), None
    there = replace(Walk(SP).to_first_question().conversation, language=language)
    for name in ("", "Ŧøđ"):
        yield replace(there, panel=panel_of("(t")), TakenByPage(SP.elements[0].id, name)


def looked_back_at(language: str) -> Iterator[Seen]:
    """The page that looks back on a question, and More with the way to it."""
    there = replace(Walk(SP).to_first_question().conversation, language=language, round_no=2)
    yield replace(there, panel="more"), MorePage(answered_before=True)
    for closed in (False, True):
        for seen in (None, 2):
            page = LookingBackPage(SP.elements[0].id, 3, "2026-03-12", seen)
            yield replace(there, closed=closed, panel=panel_of("(j")), page


def without_reason(language: str) -> Iterator[Seen]:
    """One's answers, where many do not apply and of which it was not said why."""
    answers = {one.id: Answer(Said.NOT_APPLICABLE) for one in SP.elements if one.na_reasons}
    there = replace(Walk(SP).to_first_question().conversation, language=language, answers=answers)
    yield replace(there, state="reviewing", dimension=None, element=None), None
    for part in SP.dimensions:
        yield replace(there, state="reviewing", dimension=None, element=None, panel=f"part:{part.id}"), None


def meeting_samples(language: str) -> Iterator[Seen]:
    """Every page of a meeting, over a question; questions of a later round; actions that somebody takes."""
    there = replace(Walk(SP).to_first_question().conversation, language=language)
    for page in sheets():
        for number in range(6):
            yield replace(there, panel=panel_of("(S", ROUND, number)), page
    found = team_sheet(5)
    for one in (*elements(SP, HEAD, found), *elements(SP, HEAD, some_agreed(found)), *of_place()):
        yield replace(there, panel=panel_of("(E", ROUND)), one
        if one.line.agreed is not None or one.line.said:
            yield replace(there, panel=panel_of("(w", ROUND)), one
    for closed in (False, True):
        head = replace(HEAD, closed=closed)
        for agreed, mine in ((0, False), (1, True), (3, True)):
            yield replace(there, panel=panel_of("(o", ROUND)), OpenModePage(head, 3, agreed, mine)
    yield from asked_again(language)
    yield from looked_back_at(language)
    yield from taken(language)
    yield from without_reason(language)
    for each in samples():
        if each.state in {"resting", "summary"}:
            inputs = replace(each.inputs, organisation="🌍" * 100)
            yield replace(each, language=language, several=True, inputs=inputs), None
