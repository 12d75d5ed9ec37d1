"""One step: a conversation and an event in, a new conversation out. Pure, and the only place where they meet.

In this order: read the event, write what it says into answers and inputs, state the facts, let the machine
move, find the new place. A move the machine refuses changes nothing and says so. The step never does slow
work: it may only wish for it (`wishes`), and what comes of a wish is another event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows.agenda import chosen_after
from flows.answering import answers_after, inputs_after
from flows.checks import SWITCHES, switched
from flows.conversation import PLACE_LIMIT, RUN_LIMIT, Conversation, Inputs, Notice
from flows.cursor import cursor_of
from flows.events import Incoming, Tapped
from flows.hearing import intent_of
from flows.intents import REFUSED, Ask, Consent, Facts, Intent, Move, Quiet, Show, Speak, notice
from flows.machine import Move as Moved
from flows.machine import advance
from flows.route import Route, route_of
from flows.taps import intent_of_tap, saved
from frameworks.model import Framework
from frameworks.values import Answer, Said

_FROM_THE_START = {"deepen", "set_scope", "start_over", *SWITCHES}
# Refusals that say why, each with a phrase of its own.
TOLD_APART = {"pause", "result", "roles_done", "excuse", "plan"}


@dataclass(frozen=True, slots=True)
class Step:
    """What a step leads to: the conversation to save, a word for the tap, wishes for slow work."""

    conversation: Conversation
    ack: Notice | None = None
    wishes: tuple[str, ...] = ()


def step(
    conversation: Conversation, incoming: Incoming, facts: Facts, framework: Framework, now: datetime
) -> Step:
    """The step for one event. `now` is when it is taken in; times are in UTC."""
    intent = _read(conversation, incoming, facts, framework)
    if isinstance(intent, Quiet):
        return Step(conversation, intent.ack)
    if isinstance(intent, Move):
        return _moved(conversation, incoming, intent, facts, framework, now)
    if isinstance(intent, Speak):
        spoken = replace(conversation, language=intent.language, panel=None, notice=None)
        return Step(_redrawn(conversation, spoken, incoming))
    if isinstance(intent, Consent):
        agreed = replace(conversation, consent=facts.consent_version, panel=None, notice=None)
        return Step(_redrawn(conversation, agreed, incoming))
    if isinstance(intent, Ask):
        shown = replace(conversation, panel=intent.panel, notice=None)
        return Step(_redrawn(conversation, shown, incoming, force=True), wishes=(intent.wish,))
    ack = notice("pass_on") if intent.panel == "pass_on" else None
    return Step(_shown(conversation, incoming, intent), ack)


def _read(conversation: Conversation, incoming: Incoming, facts: Facts, framework: Framework) -> Intent:
    event = incoming.event
    if conversation.state == "new":
        return Move("start")
    if isinstance(event, Tapped):
        intent = intent_of_tap(conversation, event, facts, framework)
    else:
        intent = intent_of(conversation, event, facts, framework, incoming.at)
    return _with_consent(conversation, intent, facts)


def _with_consent(conversation: Conversation, intent: Intent, facts: Facts) -> Intent:
    """Where the consent text is a newer one than was agreed to, it is asked before anything is written."""
    if conversation.consent in {None, facts.consent_version} or not isinstance(intent, Move):
        return intent
    if intent.trigger == "agree":
        return Consent()
    if intent.trigger == "forget":
        return intent
    return Show("consent_kept" if intent.trigger == "decline" else "consent_new")


def _shown(conversation: Conversation, incoming: Incoming, intent: Show) -> Conversation:
    panel = intent.panel or None
    return _redrawn(conversation, replace(conversation, panel=panel, notice=intent.notice), incoming)


def _redrawn(
    before: Conversation, after: Conversation, incoming: Incoming, *, force: bool = False
) -> Conversation:
    """Count the revision up where there is something new to draw, or something to draw below a typed text."""
    if not force and isinstance(incoming.event, Tapped) and after == before:
        return before
    if after == before and _same_album(before, incoming):
        return before
    return replace(after, revision=after.revision + 1)


def _same_album(conversation: Conversation, incoming: Incoming) -> bool:
    album = getattr(incoming.event, "album", "")
    return bool(album) and conversation.notice is not None and conversation.notice.args.get("album") == album


def _moved(
    conversation: Conversation,
    incoming: Incoming,
    move: Move,
    facts: Facts,
    framework: Framework,
    now: datetime,
) -> Step:
    if move.trigger in {"open", "answer", "look"} and move.element not in framework.element_by_id:
        return _refused(conversation, incoming)
    here = conversation
    if move.trigger in SWITCHES:
        switch = switched(conversation, move, facts)
        if switch is None:
            return _refused(conversation, incoming)
        here, framework = switch.conversation, switch.framework
    inputs = inputs_after(here, move, framework)
    written = answers_after(here, move, framework, now)
    chosen = chosen_after(here, move, facts)
    if inputs is None or written is None or chosen is None:
        return _refused(conversation, incoming)
    route = route_of(framework, inputs, written)
    cursor = cursor_of(here, move, inputs, route, written, facts)
    moved = advance(cursor, move.trigger)
    if moved is None or not _may_open(move, route):
        return _refused(conversation, incoming, move)
    after = replace(_arrived(here, move, moved, inputs, written, route), chosen=chosen)
    after = _counted(conversation, _noticed(after, here, move, facts, framework), now)
    ack = notice("pass_on") if after.panel == "pass_on" else _ack(here, after, move, framework)
    return Step(_redrawn(conversation, after, incoming), ack)


def _may_open(move: Move, route: Route) -> bool:
    """Only what is asked of this person can be opened."""
    if move.trigger == "choose":
        return bool(route.of(move.dimension))
    return move.trigger not in {"open", "look"} or move.element in route.ids


def _refused(conversation: Conversation, incoming: Incoming, move: Move | None = None) -> Step:
    told = REFUSED
    if move is not None and move.trigger in TOLD_APART:
        told = notice(f"not_now_{move.trigger}")
    return Step(_redrawn(conversation, replace(conversation, panel=None, notice=told), incoming))


def _arrived(
    conversation: Conversation,
    move: Move,
    moved: Moved,
    inputs: Inputs,
    written: Mapping[str, Answer],
    route: Route,
) -> Conversation:
    dimension, element = _place(conversation, move, moved, route)
    restarted = move.trigger == "start_over"
    wrote = written is not conversation.answers and conversation.element in written
    complete = not route.open and bool(route.elements)
    return replace(
        conversation,
        state=moved.state,
        dimension=dimension,
        element=element,
        last_element=conversation.element if wrote else conversation.last_element,
        inputs=inputs,
        answers=written,
        run=(conversation.run + 1) % RUN_LIMIT if restarted else conversation.run,
        panel=None,
        notice=None,
        reviewed=_reviewed(conversation, move, moved, complete),
        finished=not restarted and (conversation.finished or (moved.state == "summary" and complete)),
        language=move.text if move.trigger == "choose_language" else conversation.language,
    )


def _reviewed(conversation: Conversation, move: Move, moved: Moved, complete: bool) -> bool:
    if move.trigger in {"start_over", "deepen"}:
        return False
    return conversation.reviewed or (moved.state in {"reviewing", "summary"} and complete)


def _place(
    conversation: Conversation, move: Move, moved: Moved, route: Route
) -> tuple[str | None, str | None]:
    """Dimension and element after the move. Only a row that enters a dimension may change it."""
    dimension, element = conversation.dimension, conversation.element
    if move.trigger == "start_over" and moved.enters is None:
        return None, None
    if moved.enters == "chosen":
        return _chosen_place(move, route)
    if moved.enters == "next":
        # A new scope or a new run begins at the first part, everything else goes on from here.
        dimension = route.next_dimension(None if move.trigger in _FROM_THE_START else dimension)
        return dimension, route.next_open(dimension, None)
    if moved.state != "asking" or conversation.state in {"resting", "choosing"}:
        return dimension, element
    return dimension, _element_in(conversation, move, route)


def _chosen_place(move: Move, route: Route) -> tuple[str | None, str | None]:
    if move.element is not None:
        return route.framework.element_by_id[move.element].dimension, move.element
    here = route.of(move.dimension)
    first = route.next_open(move.dimension, None) or (here[0].id if here else None)
    return move.dimension, first


def _element_in(conversation: Conversation, move: Move, route: Route) -> str | None:
    dimension, element = conversation.dimension, conversation.element
    if move.trigger == "back":
        away = conversation.state == "asking"
        return route.beside(dimension, element, -1) if away else element
    if move.trigger == "forward":
        return route.beside(dimension, element, +1) or route.next_open(dimension, None)
    if move.trigger == "resume":
        return element
    return route.next_open(dimension, element)


def _noticed(
    after: Conversation, before: Conversation, move: Move, facts: Facts, framework: Framework
) -> Conversation:
    """The one line some moves call for, and what a consent stores."""
    if move.trigger == "agree":
        return replace(after, consent=facts.consent_version)
    if move.text in {"recap", "pass_on"}:
        return replace(after, panel=move.text)
    if move.trigger == "reason" and _excused(after) > framework.na_max >= _excused(before):
        return replace(after, notice=notice("na_many"))
    return after


def _excused(conversation: Conversation) -> int:
    return sum(answer.said is Said.NOT_APPLICABLE for answer in conversation.answers.values())


def _counted(before: Conversation, after: Conversation, now: datetime) -> Conversation:
    """A new place number where the element, the state or the run changed; the place is shown from now on."""
    if (after.state, after.element, after.run) == (before.state, before.element, before.run):
        return after
    return replace(after, place_no=(before.place_no + 1) % PLACE_LIMIT, shown_at=now)


def _ack(before: Conversation, after: Conversation, move: Move, framework: Framework) -> Notice | None:
    if after.answers is before.answers or before.element is None or move.trigger == "start_over":
        return None
    return saved(after, framework, framework.ordinal_by_id[before.element])
