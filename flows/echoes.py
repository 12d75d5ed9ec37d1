"""Lines of many answers that wait for a yes: one in front, others behind it. They live in the notice of their page.

Whatever else is done puts another notice or another page there, and no line waits any more: that is then told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flows.conversation import Conversation, Notice
from flows.desk import ACTS, PAGES, TEXTS, Act, act_of_panel, panel_of
from flows.events import Event, Handled, Tapped, Typed
from flows.intents import Show, notice
from flows.marks import Line
from flows.reading import normalise

PARTS = 64
"""In `extra` of the pages and acts of lines: the place of the part, and so many times a page or a tag."""

ECHO = "(M"
CLOSE = "c"
Press = Callable[[Conversation, str], Tapped | Handled | None]
"""The button of the present screen that carries these words."""


def echo(conversation: Conversation, number: int, lines: Sequence[Line], saved: int = 0) -> Show:
    """The page that asks about the first of these lines, with the others behind it.

    `number` is the round of a meeting, or 0 for one's own answers; `saved` is how many the line before it stored.
    The tag differs from that of the echoes before, so that none of their buttons confirms this one.
    """
    first, *others = lines
    then = "|".join(f"{line.part} {' '.join(line.signs)}" for line in others)
    tag = conversation.revision % PARTS
    told = notice("marks", {"signs": " ".join(first.signs), "tag": tag, "then": then, "saved": saved})
    return Show(panel_of(ECHO, number, first.part), told)


def waiting(conversation: Conversation, number: int) -> tuple[Line, ...]:
    """The lines that wait here about this round, or about one's own answers (0): the one in front comes first."""
    act, told = act_of_panel(conversation.panel), conversation.notice
    if act is None or act.name != "marks_echo" or act.number != number or told is None or told.key != "marks":
        return ()
    first = Line(act.extra % PARTS, tuple(str(told.args.get("signs", "")).split()))
    behind = str(told.args.get("then", ""))
    return (first, *(_kept(each) for each in behind.split("|") if each))


def with_earlier(conversation: Conversation, number: int, lines: Sequence[Line]) -> tuple[Line, ...]:
    """These lines, and behind them the ones that wait already, where no newer one is about the same part."""
    new = tuple({line.part: line for line in lines}.values())
    parts = {line.part for line in new}
    return (*new, *(line for line in waiting(conversation, number) if line.part not in parts))


def pending(conversation: Conversation, act: Act) -> Line | None:
    """The line that this yes is about: `act.extra` carries the part and the tag of its echo. None where it is gone."""
    tag, part = divmod(act.extra, PARTS)
    lines = waiting(conversation, act.number)
    told = conversation.notice
    if not lines or lines[0].part != part or told is None or told.args.get("tag") != tag:
        return None
    return lines[0]


def held_echo(conversation: Conversation) -> Show | None:
    """The echo that is in front of this person, again: a remark does not answer it."""
    act = act_of_panel(conversation.panel)
    if act is None or not waiting(conversation, act.number):
        return None
    return Show(conversation.panel, conversation.notice)


def without_lost_echo(panel: str | None, told: Notice | None) -> str | None:
    """The page to show: no echo whose line another notice took the place of."""
    act = act_of_panel(panel)
    lost = act is not None and act.name == "marks_echo" and (told is None or told.key != "marks")
    return None if lost else panel


def told_of_lost(before: Conversation, after: Conversation, event: Event, press: Press) -> Conversation:
    """The conversation after an event, whose notice names the parts of the lines that wait no more and are not saved.

    Nothing is told of those that the event was meant to drop, or stored.
    """
    act = act_of_panel(before.panel)
    lines = waiting(before, act.number) if act is not None else ()
    if act is None or not lines or after is before or after.state == "forgotten":
        return after
    still = {line.part for line in waiting(after, act.number)}
    meant = _done_with(before, act.number, _pressed(before, event, press))
    left = () if meant is None else lines[meant:]
    lost = [str(line.part + 1) for line in left if line.part not in still]
    if not lost:
        return after
    told = after.notice or notice("marks_lost")
    return replace(after, notice=replace(told, args={**told.args, "lost": " ".join(lost)}))


def _pressed(here: Conversation, event: Event, press: Press) -> Tapped | Handled | None:
    """The button that was tapped, or whose label was typed."""
    if isinstance(event, Typed):
        return press(here, normalise(event.text))
    return event if isinstance(event, Tapped | Handled) else None


def _done_with(here: Conversation, number: int, tap: Tapped | Handled | None) -> int | None:
    """How many lines, from the one in front, this button means to drop or to store; None for all of them."""
    if isinstance(tap, Tapped):
        return None if tap.action == CLOSE and tap.place_no == here.place_no else 0
    if tap is None or tap.number != number:
        return 0
    name = {**PAGES, **TEXTS, **ACTS}.get(tap.verb)
    if name in {"save_marks", "sheet"}:
        return None
    # It is written again: the others behind it are not.
    return 1 if name == "marks" else 0


def _kept(text: str) -> Line:
    part, *signs = text.split()
    return Line(int(part), tuple(signs))
