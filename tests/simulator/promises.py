"""What people were told: every word of "saved", every level shown, every move to the next question is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.simulator.ledger import Row
from tests.simulator.meaning import Meaning, element_on, fits, kind_of
from tests.simulator.people import Walker
from tests.simulator.registry import invariant
from tests.telegram_world import Call, Message, Screen
from tests.telegram_world.view import screen_of

if TYPE_CHECKING:
    from tests.simulator.storm import Storm

_SAID = re.compile(r"\d")
_DONE = re.compile(r"(\d+) of (\d+) done")
ERASING = 600.0
"""An answer that is stored and erased in one go is never seen in the history; so long nothing is asked of it."""


@invariant(during=True)
def a_word_of_saved_is_true(storm: Storm) -> Iterator[str]:
    """The word "Saved: 3" as the answer to a tap means that its element had level 3 in the database by then."""
    for who in storm.walkers:
        for query in who.person.queries:
            toast = query.answer
            if toast is None or query.query_id in storm.heard:
                continue
            storm.heard.add(query.query_id)
            act = storm.taps[query.query_id]
            said = _SAID.search(toast.text)
            if toast.alert or said is None or act.meaning.kind == "?" or erased(who, toast.at):
                continue
            wanted = Meaning("l", act.meaning.element, int(said.group()) - 1)
            if not stored_by(storm, who, wanted, toast.at):
                yield f"{act.told} was answered {toast.text!r}, and {wanted} was never stored"


@invariant(during=True)
def a_screen_tells_only_what_is_stored(storm: Storm) -> Iterator[str]:
    """Levels and counts on a screen were in the database when it was sent."""
    for who, screen, call in shown(storm):
        if erased(who, call.at):
            continue
        for wanted in told_by(storm, screen):
            if not stored_by(storm, who, wanted, call.at):
                yield f"{who.name} read {wanted} at {call.at:.2f}, never stored:\n{screen}"
        count = _DONE.search(screen.text)
        if count and int(count[1]) > storm.ledger.most_answers(who.person.user_id, call.at):
            yield f"{who.name} read {count.group()!r}, and fewer answers were ever stored"


@invariant(during=True)
def the_next_question_means_that_the_tap_is_stored(storm: Storm) -> Iterator[str]:
    """A level tapped on the newest screen, with nothing else on its way, and then another screen: it is stored."""
    for who, screen, call in shown(storm):
        acts = [act for act in who.acts if act.at <= call.at]
        if not acts or not acts[-1].alone or acts[-1].meaning.kind not in {"l", "d"} or erased(who, call.at):
            continue
        act = acts[-1]
        kinds = {kind_of(button) for row in screen.buttons for button in row}
        moved_on = bool(kinds & set("pwg")) or (
            "l" in kinds and element_of(storm, screen) != act.meaning.element
        )
        if moved_on and not stored_by(storm, who, act.meaning, call.at):
            yield f"{act.told} led to another screen, and is not stored:\n{screen}"


def shown(storm: Storm) -> Iterator[tuple[Walker, Screen, Call]]:
    """Every screen that was put before somebody since the last look, by a call that took effect."""
    by_chat = {walker.person.user_id: walker for walker in storm.walkers}
    for call in storm.fresh_calls():
        if call.method in {"sendMessage", "editMessageText"} and call.reply.body.get("ok"):
            result = call.reply.body["result"]
            message = Message(
                result["message_id"], result["from"], result["date"], result, result.get("reply_markup")
            )
            yield by_chat[result["chat"]["id"]], screen_of(message), call


def told_by(storm: Storm, screen: Screen) -> Iterator[Meaning]:
    """The levels a screen says somebody gave: by name in a line, or marked on a button."""
    for element in storm.framework.elements:
        found = re.search(rf"^{re.escape(element.name)}: (\d)", screen.text, re.MULTILINE)
        if found:
            yield Meaning("l", element.id, int(found[1]) - 1)
    for row in screen.buttons:
        for button in row:
            if kind_of(button) == "l" and "✓" in button.label:
                yield Meaning("l", element_of(storm, screen), int(button.label[0]) - 1)


def element_of(storm: Storm, screen: Screen) -> str | None:
    return element_on(screen.text, storm.framework)


def stored_by(storm: Storm, who: Walker, wanted: Meaning, at: float) -> bool:
    """This was this person's answer in the database at some time until then."""
    return any(_is(storm, row, wanted) for row in storm.ledger.of(who.person.user_id) if row.at <= at)


def _is(storm: Storm, row: Row, wanted: Meaning) -> bool:
    return row.element == wanted.element and fits(wanted, row.after, storm.framework)


def erased(who: Walker, at: float) -> bool:
    """They asked to be forgotten shortly before."""
    return any(act.meaning.kind == "W" and at - ERASING <= act.at <= at for act in who.acts)
