"""Many answers in one message: the questions of one part with how to answer them, and the echo before it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import Button, Screen
from bot.screens.asking import dont_know_key
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import ROOM, turning
from bot.screens.group_names import voices
from bot.screens.sight import Row, Sight, lines, paragraphs, stacked, units
from flows.bulk import MARKS, SHEET
from flows.desk import Act
from flows.echoes import PARTS
from flows.mark_pages import EchoPage, MarkScope, MarksPage
from flows.marks import DONT_KNOW, ELSEWHERE, EXCUSE, LEAVE, Mark, Problem, Why, read_marks
from flows.pages import Page
from frameworks.model import Element
from frameworks.settling import may_not_apply
from frameworks.values import Said

SAMPLE = ("3", "2", "4", "?", "1", "2", "3")
SAVE = "(7"


def seen(sight: Sight, scope: MarkScope) -> Sight:
    """The same look, at the check that this page is about: a meeting's may be another than one's own."""
    return replace(sight, framework=sight.frameworks.get(scope.framework, sight.framework))


def title(sight: Sight, scope: MarkScope) -> str:
    """The part, with the number that a line begins with, and whom it is about where that is not plain."""
    name = sight.part(sight.framework.dimensions[scope.part])
    told = sight.say("marks.part", number=scope.part + 1, part=name)
    if scope.head is None:
        return lines(sight.for_whom(), told)
    return lines(sight.say("marks.meeting", organisation=scope.head.organisation), told)


def way_out(sight: Sight, scope: MarkScope, label: str) -> Button:
    """Back to the sheet of the meeting, or to the place this page covers."""
    return sight.button(label, "c") if scope.head is None else handled(label, SHEET, scope.head.assessment)


def numbered(sight: Sight, scope: MarkScope) -> list[tuple[int, Element]]:
    """The questions by their number in the line."""
    return list(enumerate((sight.framework.element_by_id[each] for each in scope.elements), start=1))


def marks(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Where a line is waited for: on the first page all in one message, on others every sentence."""
    if not isinstance(page, MarksPage):
        return None
    sight, scope = seen(sight, page.scope), page.scope
    if scope.head is not None:
        return _waiting(sight, scope, _agreed_so_far(sight, scope))
    whole = [_whole(sight, number, one) for number, one in numbered(sight, scope)]
    room = ROOM - units(paragraphs(title(sight, scope), _how_to(sight, scope), "\n\n"))
    pages = _in_pages(whole, room)
    if 1 <= page.page <= len(pages):
        turn = turning(sight, page.page - 1, len(pages), lambda label, to: _page_of(scope, label, to + 1))
        return _waiting(sight, scope, *pages[page.page - 1], rows=turn)
    if len(pages) == 1:
        return _waiting(sight, scope, *whole)
    short = [_question(sight, number, one) for number, one in numbered(sight, scope)]
    levels = sight.words.in_a_row(map(sight.level, range(1, sight.framework.levels + 1)))
    return _waiting(sight, scope, *short, levels, rows=((_page_of(scope, sight.say("marks.in_full"), 1),),))


def _page_of(scope: MarkScope, label: str, page: int) -> Button:
    return handled(label, MARKS, 0, scope.part + PARTS * page)


def _waiting(sight: Sight, scope: MarkScope, *blocks: str, rows: tuple[Row, ...] = ()) -> Screen:
    text = paragraphs(title(sight, scope), *blocks, _how_to(sight, scope))
    return Screen(text, (*rows, (way_out(sight, scope, sight.say("button.cancel")),)), takes_text=True)


def _question(sight: Sight, number: int, element: Element) -> str:
    return lines(
        sight.say("marks.question", number=number, name=sight.name(element.id)),
        sight.text(f"{element.id}.question", element.question),
        sight.say("marks.n_here", sign=EXCUSE) if may_not_apply(element) else "",
    )


def _whole(sight: Sight, number: int, element: Element) -> str:
    """A question with the sentences of all its levels."""
    said = []
    for level, english in enumerate(element.levels, start=1):
        text = sight.text(f"{element.id}.level.{level}", english)
        plus = sight.say("plus", level=level - 1) + " " if level > 2 else ""
        said.append(sight.say("level.line", number=level, name=sight.level_name(level), text=plus + text))
    return lines(_question(sight, number, element), *said)


def _in_pages(blocks: Sequence[str], room: int) -> list[list[str]]:
    """The blocks in their order, as many on a page as fit."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        if pages[-1] and units(paragraphs(*pages[-1], block)) > room:
            pages.append([])
        pages[-1].append(block)
    return pages


def _how_to(sight: Sight, scope: MarkScope) -> str:
    """An example for this part, and what each sign means here."""
    levels, parts = sight.framework.levels, len(sight.framework.dimensions)
    sample = [each for each in SAMPLE if not each.isdigit() or int(each) <= levels]
    shown = " ".join((sample * len(scope.elements))[: len(scope.elements)])
    offered = any(may_not_apply(each) for _number, each in numbered(sight, scope))
    areas = bool(sight.framework.groups) and scope.head is None
    return lines(
        sight.say("marks.how", line=f"D{scope.part + 1} {shown}"),
        sight.say("marks.sign_level", levels=levels),
        sight.say("marks.sign", sign=DONT_KNOW, said=sight.say(dont_know_key(sight))),
        sight.say("marks.sign", sign=EXCUSE, said=sight.say("said.not_applicable")) if offered else "",
        sight.say("marks.sign", sign=ELSEWHERE, said=sight.say("said.not_my_area")) if areas else "",
        sight.say("marks.sign", sign=LEAVE, said=sight.say("marks.stays")),
        sight.say("marks.any_part", last=parts) if parts > 1 else "",
        sight.say("marks.asks_first"),
    )


def _agreed_so_far(sight: Sight, scope: MarkScope) -> str:
    return lines(
        *(
            sight.say(
                "marks.line",
                number=number,
                name=sight.name(one.id),
                said=_now(sight, scope, one) or sight.say("marks.not_agreed"),
            )
            for number, one in numbered(sight, scope)
        )
    )


def echo(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Each mark by the name of its question and its level, what is wrong with others, and the question to save."""
    if not isinstance(page, EchoPage):
        return None
    sight, scope = seen(sight, page.scope), page.scope
    right = {mark.element: mark for mark in page.marks.right}
    wrong = {problem.place: problem for problem in page.marks.problems}
    told = [
        _mark_line(sight, scope, number, one, right.get(one.id) or wrong.get(number))
        for number, one in numbered(sight, scope)
    ]
    head = lines(
        sight.words.count("notice.marks_saved", page.saved) if page.saved else "",
        title(sight, scope),
        sight.say("marks.understood"),
    )
    number = scope.head.assessment if scope.head else 0
    again = handled(sight.say("marks.again"), MARKS, number, scope.part)
    out = way_out(sight, scope, sight.say("button.cancel"))
    behind = sight.words.in_a_row(f"D{part + 1}" for part in page.then)
    then = sight.say("marks.then", parts=behind) if behind else ""
    text = paragraphs(head, lines(*told), _what_now(sight, page), then)
    return Screen(text, stacked([*_saving(sight, page, number), again, out]))


def _mark_line(
    sight: Sight, scope: MarkScope, number: int, element: Element, said: Mark | Problem | None
) -> str:
    name = sight.name(element.id)
    if isinstance(said, Mark):
        told = _with_present(sight, scope, element, said)
        return sight.say("marks.line", number=number, name=name, said=told)
    if isinstance(said, Problem) and said.why is Why.OTHERS:
        told = sight.say("marks.others", groups=voices(sight, scope.others.get(element.id, ())))
    else:
        told = sight.say("marks.missing") if said is None else _trouble(sight, said)
    return sight.say("marks.line_wrong", number=number, name=name, said=told)


def _with_present(sight: Sight, scope: MarkScope, element: Element, mark: Mark) -> str:
    """What the mark says, and what stands there so far where that is something else."""
    now = _now(sight, scope, element)
    if mark.said is None:
        return sight.say("marks.stays_as", said=now) if now else sight.say("marks.stays")
    said = _said(sight, mark.said, mark.level)
    return sight.say("marks.instead", said=said, now=now) if now and now != said else said


def _said(sight: Sight, said: Said, level: int | None) -> str:
    if level is not None:
        return sight.level(level)
    if said is Said.DONT_KNOW:
        return sight.say(dont_know_key(sight))
    return sight.say("said.not_my_area" if said is Said.NOT_MY_AREA else "said.not_applicable")


def _now(sight: Sight, scope: MarkScope, element: Element) -> str:
    """What stands at this question so far, in words; empty where nothing does."""
    if scope.head is None:
        answer = sight.conversation.answers.get(element.id)
        return "" if answer is None else _said(sight, answer.said, answer.level)
    sign = scope.now.get(element.id)
    read = read_marks([sign], [element], sight.framework.levels, areas=False).right if sign else ()
    return _said(sight, read[0].said or Said.LEVEL, read[0].level) if read else ""


def _trouble(sight: Sight, problem: Problem) -> str:
    match problem.why:
        case Why.NO_LEVEL:
            return sight.say("marks.no_level", mark=problem.text, levels=sight.framework.levels)
        case Why.NO_EXCUSE | Why.NO_AREAS:
            return sight.say("marks.not_offered", mark=problem.text)
        case Why.TOO_FEW:
            return sight.say("marks.missing")
        case _:
            return sight.say("marks.unknown", mark=problem.text)


def _what_now(sight: Sight, page: EchoPage) -> str:
    """Whether it may be saved, and where not, why."""
    wanted, given = len(page.scope.elements), len(page.signs)
    if given > wanted:
        beyond = sight.words.in_a_row(page.signs[wanted:])
        return sight.words.count("marks.too_many", wanted, given=given, beyond=beyond)
    if given < wanted:
        return sight.words.count("marks.too_few", wanted, given=given)
    if not page.marks.writes:
        return sight.say("marks.nothing_to_save")
    return sight.say("marks.some_wrong" if page.marks.problems else "marks.ask_save")


def _saving(sight: Sight, page: EchoPage, number: int) -> list[Button]:
    """The button that stores what is right; none where nothing may be stored."""
    count = len(page.marks.writes)
    if not count:
        return []
    label = sight.words.count("marks.save_right", count) if page.marks.problems else sight.say("marks.save")
    return [handled(label, SAVE, number, page.scope.part + PARTS * page.tag)]
