"""Many answers in one message: a line is echoed, stored once confirmed, then proofs and reasons, in one screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.answering import asks_proof, excused, lacks_reason
from flows.conversation import RUN_LIMIT, Conversation
from flows.desk import Act, act_of_panel, panel_of
from flows.echoes import PARTS, echo, pending, waiting, with_earlier
from flows.intents import Do, Intent, Move, Quiet, Show, notice
from flows.marks import Line, heads_of, lines_in, means_answers, plain, read_marks, signs_in
from flows.reading import PROOF_LETTERS
from flows.route import route_of
from flows.table import AFTER_WAY_IN
from flows.taps import saved
from frameworks.model import Element, Framework

MARKS, PROOFS, SHEET = "(m", "(q", "(S"
OF_MEETING = {"marks_echo", "proofs", "sheet", "sheet_element"}
AT_ONCE = {"bulk", "prove"}
"""Moves that write several answers, whichever is open."""

_PROOFS = re.compile(r"(?:[0-9]{1,2} ?[a-h][ ,;.]*)+")
_PROOF = re.compile(r"([0-9]{1,2}) ?([a-h])")


def heard_line(conversation: Conversation, text: str, framework: Framework) -> Intent | None:
    """The echo of what is typed anywhere after the way in, or the page of the part that `D3` alone asks for.

    A line says itself what it is about, so it is as good sent late as at once. None for every other text.
    """
    meeting = _meeting_in_sight(conversation)
    if not meeting and conversation.state not in AFTER_WAY_IN:
        return None
    lines = lines_in(text, heads_of(framework, conversation.language))
    if not lines:
        return None
    first, asks = lines[0], lines[0].numbered and not lines[0].signs
    if not asks and not all(map(means_answers, lines)):
        return None
    if meeting:
        return Do(Act("marks", meeting, 0, text))
    if asks:
        return _refused(conversation, first.part, framework) or Do(Act("marks", 0, first.part))
    return _echoed(conversation, lines, framework)


def _meeting_in_sight(conversation: Conversation) -> int:
    """The round whose meeting this person looks at, so that a line they type is meant for it; 0 for none."""
    act = act_of_panel(conversation.panel)
    return act.number if act is not None and act.name in OF_MEETING else 0


def line_for_page(conversation: Conversation, text: str, framework: Framework) -> Intent | None:
    """What a text means on the page that waits for one's own line; its part may be left out there."""
    act = act_of_panel(conversation.panel)
    if act is None or act.name != "marks" or act.number:
        return None
    lines = lines_in(text, heads_of(framework, conversation.language))
    if lines and not lines[0].signs:
        return _refused(conversation, lines[0].part, framework) or Do(Act("marks", 0, lines[0].part))
    return _echoed(conversation, lines or (Line(act.extra % PARTS, signs_in(text)),), framework)


def heard_proofs(conversation: Conversation, text: str, framework: Framework) -> Intent | None:
    """Proofs and reasons typed by the number of the question and a letter, such as `1a 2c`, on the page of them."""
    act = act_of_panel(conversation.panel)
    words = plain(text)
    if act is None or act.name != "proofs" or not _PROOFS.fullmatch(words):
        return None
    if act.number:
        return Do(Act("agree_proof", act.number, 0, words))
    asked = asked_in(conversation, framework, act.extra % PARTS)
    chosen = []
    for number, place in proofs_typed(words):
        element = asked[number - 1] if 1 <= number <= len(asked) else None
        option = None if element is None else _option_of(conversation, element, place)
        if element is None or option is None:
            return Show(conversation.panel, notice("proofs_unread"))
        chosen.append(f"{framework.ordinal_by_id[element.id]}:{option}")
    return Move("prove", text=" ".join(chosen))


def proofs_typed(words: str) -> list[tuple[int, int]]:
    """Each number of a question with the place of its letter, from 1."""
    return [(int(number), PROOF_LETTERS.index(letter) + 1) for number, letter in _PROOF.findall(words)]


def option_at(element: Element, place: int, *, excused: bool) -> int | None:
    """The option at this place of a question: a reason where it does not apply, else a proof, the last being none."""
    if excused:
        return place if place <= len(element.na_reasons) else None
    options = len(element.proof) + 1
    return place % options if place <= options else None


def _option_of(conversation: Conversation, element: Element, place: int) -> int | None:
    excused = lacks_reason(element, conversation.answers.get(element.id))
    return option_at(element, place, excused=excused)


def confirmed(conversation: Conversation, act: Act, framework: Framework) -> Intent:
    """The answers of the line that was echoed; nothing where another one waits by now, or none."""
    line = pending(conversation, act)
    if line is None:
        return Quiet()
    asked = asked_in(conversation, framework, line.part)
    marks = read_marks(line.signs, asked, framework.levels, areas=bool(framework.groups)).writes
    if not marks:
        return Quiet()
    dimension = framework.dimensions[line.part].id
    return Move("bulk", dimension=dimension, value=len(marks), text=" ".join(line.signs))


def proved(conversation: Conversation, act: Act, framework: Framework) -> Intent:
    """One's own proof or reason for one element; a copy, or one after another answer to it, changes nothing."""
    run, ordinal = divmod(act.number, RUN_LIMIT)
    if run != conversation.run or ordinal >= len(framework.elements):
        return Show(None, notice("closed_run"))
    element = framework.elements[ordinal]
    answer = conversation.answers.get(element.id)
    if not asks_proof(framework, element, answer) and not lacks_reason(element, answer):
        return Quiet(saved(conversation, framework, ordinal))
    return Move("prove", text=f"{ordinal}:{act.extra}")


def proof_number(conversation: Conversation, framework: Framework, element: str) -> int:
    """How a button names one's own answer to an element: with the run, so that none of another run or check fits."""
    return conversation.run * RUN_LIMIT + framework.ordinal_by_id[element]


def asked_in(conversation: Conversation, framework: Framework, part: int) -> list[Element]:
    """What is asked of this person in one part, in order; nothing where there is no such part."""
    if not 0 <= part < len(framework.dimensions):
        return []
    route = route_of(framework, conversation.inputs, conversation.answers)
    return route.of(framework.dimensions[part].id)


def unproved(conversation: Conversation, framework: Framework, part: int) -> dict[str, int]:
    """The levels of one part that count as in place and of which nothing was said about proof."""
    found = {}
    for element in asked_in(conversation, framework, part):
        answer = conversation.answers.get(element.id)
        if answer is not None and asks_proof(framework, element, answer):
            found[element.id] = answer.level or 0
    return found


def unexcused(conversation: Conversation, framework: Framework, part: int) -> tuple[str, ...]:
    """What does not apply in one part and of which it is open for which of several reasons."""
    answers = conversation.answers
    asked = asked_in(conversation, framework, part)
    return tuple(element.id for element in asked if lacks_reason(element, answers.get(element.id)))


def proofs_panel(conversation: Conversation, framework: Framework, *parts: int) -> str | None:
    """The page of the proofs and reasons still open in the first of these parts that has any; None where none has."""
    for part in parts:
        if unproved(conversation, framework, part) or unexcused(conversation, framework, part):
            return panel_of(PROOFS, 0, part)
    return None


def after_marks(after: Conversation, before: Conversation, move: Move, framework: Framework) -> Conversation:
    """The conversation with what follows on answers just stored: the next line, or proofs and reasons to be named."""
    everywhere = range(len(framework.dimensions))
    if move.trigger == "prove":
        first = framework.elements[int(move.text.partition(":")[0])]
        part = _place_of(framework, first.dimension)
        return replace(after, panel=proofs_panel(after, framework, part, *everywhere))
    lines = waiting(before, 0)
    behind = [line for line in lines[1:] if asked_in(after, framework, line.part)]
    if behind:
        following = echo(before, 0, behind, move.value)
        return replace(after, panel=following.panel, notice=following.notice)
    told = notice("marks_saved", {"count": move.value})
    if excused(after) > framework.na_max >= excused(before):
        told = notice("na_many")
    panel = proofs_panel(
        after, framework, _place_of(framework, move.dimension or ""), *_just(before, everywhere)
    )
    return replace(after, panel=panel, notice=told)


def _just(before: Conversation, parts: Iterable[int]) -> Iterable[int]:
    """The other parts whose proofs are asked as well: all, where several lines were confirmed one after the other."""
    return parts if before.notice is not None and before.notice.args.get("saved") else ()


def _place_of(framework: Framework, dimension: str) -> int:
    return [each.id for each in framework.dimensions].index(dimension)


def _echoed(conversation: Conversation, lines: Sequence[Line], framework: Framework) -> Show:
    for line in lines:
        refused = _refused(conversation, line.part, framework)
        if refused is not None:
            return refused
    if not lines[0].signs:
        return Show(conversation.panel, notice("marks_none"))
    return echo(conversation, 0, with_earlier(conversation, 0, lines))


def _refused(conversation: Conversation, part: int, framework: Framework) -> Show | None:
    """Why no line can be about this part; None where one can."""
    if conversation.closed:
        return Show(conversation.panel, notice("line_closed"))
    parts = len(framework.dimensions)
    if not 0 <= part < parts:
        return Show(conversation.panel, notice("part_unknown", {"number": part + 1, "parts": parts}))
    if not asked_in(conversation, framework, part):
        return Show(conversation.panel, notice("part_not_asked"))
    return None
