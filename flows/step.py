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
from flows.answering import answers_after, excused, inputs_after
from flows.bulk import AT_ONCE, after_marks
from flows.checks import SWITCHES, switched
from flows.closed import CLOSED, MISSED, is_fixed, kept, told
from flows.conversation import PLACE_LIMIT, Conversation, Inputs, Notice
from flows.cursor import cursor_of
from flows.desk import Act
from flows.echoes import without_lost_echo
from flows.events import Commanded, Event, Handled, Incoming, Tapped
from flows.evidence import keeps
from flows.handling import COMMANDS, intent_of_handled
from flows.hearing import intent_of, is_word
from flows.intents import REFUSED, Ask, Consent, Do, Facts, Intent, Move, Quiet, Show, Speak, notice
from flows.machine import Move as Moved
from flows.machine import advance
from flows.placing import place_after
from flows.route import Route, route_of
from flows.shelf import fresh_run
from flows.taps import intent_of_tap, saved
from frameworks.model import Framework
from frameworks.values import Answer

# Refusals that say why, each with a phrase of its own.
TOLD_APART = {"pause", "result", "roles_done", "excuse", "plan"}


@dataclass(frozen=True, slots=True)
class Step:
    """What a step leads to: the conversation to save, a word for the tap, wishes for slow work.

    `acts` are what storage does or opens under its locks, in the same transaction; it may close or open a side page
    over the conversation then. `refused` is true where the machine did not make the move.
    """

    conversation: Conversation
    ack: Notice | None = None
    wishes: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    refused: bool = False


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
    if isinstance(intent, Do):
        return _acted(conversation, incoming, intent, facts, framework, now)
    if isinstance(intent, Ask):
        shown = replace(conversation, panel=intent.panel, notice=None)
        return Step(_redrawn(conversation, shown, incoming, force=True), wishes=(intent.wish,))
    ack = notice("pass_on") if intent.panel == "pass_on" else None
    return Step(_shown(conversation, incoming, intent), ack)


def _read(conversation: Conversation, incoming: Incoming, facts: Facts, framework: Framework) -> Intent:
    event = incoming.event
    if isinstance(event, Handled):
        intent = intent_of_handled(conversation, event, facts, framework)
    elif conversation.state == "new" and not _heard_before_it_begins(conversation, event, facts):
        return _begun(event, facts)
    elif isinstance(event, Tapped):
        intent = intent_of_tap(conversation, event, facts, framework)
    else:
        intent = intent_of(conversation, event, facts, framework, incoming.at)
    return _with_consent(conversation, intent, facts)


def _heard_before_it_begins(conversation: Conversation, event: Event, facts: Facts) -> bool:
    """Coordinators need no way in: their desk is open before they answer anything themselves. So is a stop."""
    if is_word("stop", event, facts):
        return True
    if isinstance(event, Commanded) and event.name != "back":
        return event.name in COMMANDS
    return conversation.panel is not None and not isinstance(event, Tapped)


def _begun(event: Event, facts: Facts) -> Move | Do:
    """Whatever comes first begins; the link it came by is asked about once there is consent."""
    if not isinstance(event, Commanded) or not event.argument:
        begun = Move("start")
        return Do(Act("start_again"), begun) if is_word("start", event, facts) else begun
    if facts.invitation is None:
        return Move("start", text="unknown_link")
    if facts.invitation.state == "result":
        # Who was given a result to read need not answer anything.
        return Do(Act("shared_result", facts.invitation.link))
    return Move("start", value=facts.invitation.link)


def _acted(
    conversation: Conversation,
    incoming: Incoming,
    intent: Do,
    facts: Facts,
    framework: Framework,
    now: datetime,
) -> Step:
    """What becomes of the place, with the act beside it. Who cannot join has not joined; all else is done anyway."""
    if intent.then is None:
        return Step(conversation, acts=(intent.act,))
    if isinstance(intent.then, Show):
        return Step(_shown(conversation, incoming, intent.then), acts=(intent.act,))
    moved = _moved(conversation, incoming, intent.then, facts, framework, now)
    if not moved.refused:
        return replace(moved, acts=(intent.act,))
    return moved if intent.act.name == "join" else Step(conversation, acts=(intent.act,))


def _with_consent(conversation: Conversation, intent: Intent, facts: Facts) -> Intent:
    """Where the consent text is a newer one than was agreed to, it is asked before anything is written."""
    trigger = intent.trigger if isinstance(intent, Move) else ""
    writes = trigger or (isinstance(intent, Do) and keeps(intent.act))
    if conversation.consent in {None, facts.consent_version} or not writes or trigger == "forget":
        return intent
    if trigger == "agree":
        return Consent()
    return Show("consent_kept" if trigger == "decline" else "consent_new")


def _shown(conversation: Conversation, incoming: Incoming, intent: Show) -> Conversation:
    panel = without_lost_echo(intent.panel or None, intent.notice)
    after = replace(conversation, panel=panel, notice=intent.notice)
    if intent.invitation is not None:
        after = replace(after, invitation=intent.invitation)
    return _redrawn(conversation, after, incoming)


def _redrawn(
    before: Conversation, after: Conversation, incoming: Incoming, *, force: bool = False
) -> Conversation:
    """Count the revision up where there is something new to draw, or something to draw below a typed text."""
    if not force and isinstance(incoming.event, Tapped | Handled) and after == before:
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
    if is_fixed(conversation, move):
        return _led_to_result(conversation, incoming, facts, framework, now)
    here = conversation
    if move.trigger in SWITCHES:
        switch = switched(conversation, move, facts)
        if switch is None:
            return _refused(conversation, incoming)
        here, framework, move = switch.conversation, switch.framework, switch.move
    inputs = inputs_after(here, move, framework)
    written = kept(here, answers_after(here, move, framework, now))
    chosen = chosen_after(here, move, facts)
    if inputs is None or written is None or chosen is None:
        return _refused(conversation, incoming)
    route = route_of(framework, inputs, written)
    cursor = cursor_of(here, move, inputs, route, written, facts)
    moved = advance(cursor, move.trigger)
    if moved is None or not _may_open(move, route):
        return _refused(conversation, incoming, move)
    after = replace(_arrived(here, move, moved, inputs, written, route), chosen=chosen)
    after = told(_noticed(after, here, move, facts, framework), move)
    after = _counted(conversation, after, now)
    ack = notice("pass_on") if after.panel == "pass_on" else _ack(here, after, move, framework)
    return Step(_redrawn(conversation, after, incoming), ack)


def _led_to_result(
    conversation: Conversation, incoming: Incoming, facts: Facts, framework: Framework, now: datetime
) -> Step:
    """Answers of a closed round are fixed: to what came of them, or where there are none to another check."""
    trigger, told = ("result", CLOSED) if conversation.answers else ("checks", MISSED)
    led = _moved(conversation, incoming, Move(trigger), facts, framework, now)
    where = conversation if led.refused else led.conversation
    after = replace(where, revision=conversation.revision, panel=None, notice=told)
    return Step(_redrawn(conversation, after, incoming), refused=True)


def _may_open(move: Move, route: Route) -> bool:
    """Only what is asked of this person can be opened."""
    if move.trigger == "choose":
        return bool(route.of(move.dimension))
    return move.trigger not in {"open", "look"} or move.element in route.ids


def _refused(conversation: Conversation, incoming: Incoming, move: Move | None = None) -> Step:
    told = REFUSED
    if move is not None and move.trigger in TOLD_APART:
        told = notice(f"not_now_{move.trigger}")
    return Step(
        _redrawn(conversation, replace(conversation, panel=None, notice=told), incoming), refused=True
    )


def _arrived(
    conversation: Conversation,
    move: Move,
    moved: Moved,
    inputs: Inputs,
    written: Mapping[str, Answer],
    route: Route,
) -> Conversation:
    dimension, element = place_after(conversation, move, moved, route)
    restarted, here = move.trigger == "start_over", conversation.element
    run = fresh_run(conversation) if restarted else conversation.run
    wrote = written is not conversation.answers and move.trigger not in AT_ONCE
    complete = not route.open and bool(route.elements)
    return replace(
        conversation,
        state=moved.state,
        dimension=dimension,
        element=element,
        last_element=here if wrote and here in written else conversation.last_element,
        inputs=inputs,
        answers=written,
        run=run,
        newest_run=run if restarted else conversation.newest_run,
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


def _noticed(
    after: Conversation, before: Conversation, move: Move, facts: Facts, framework: Framework
) -> Conversation:
    """The one line some moves call for, and what a consent stores."""
    if move.trigger == "agree":
        return replace(after, consent=facts.consent_version)
    if move.trigger == "start":
        told = notice("unknown_link") if move.text else None
        return replace(after, invitation=move.value or before.invitation, notice=told)
    if move.trigger in {"join", "alone"}:
        return replace(after, invitation=None)
    if move.trigger in AT_ONCE:
        return after_marks(after, before, move, framework)
    if move.text in {"recap", "pass_on"}:
        return replace(after, panel=move.text, notice=move.told)
    if move.trigger == "reason" and excused(after) > framework.na_max >= excused(before):
        return replace(after, notice=notice("na_many"))
    return after if move.told is None else replace(after, notice=move.told)


def _counted(before: Conversation, after: Conversation, now: datetime) -> Conversation:
    """A new place number where the element, the state or the run changed; the place is shown from now on."""
    if (after.state, after.element, after.run) == (before.state, before.element, before.run):
        return after
    return replace(after, place_no=(before.place_no + 1) % PLACE_LIMIT, shown_at=now)


def _ack(before: Conversation, after: Conversation, move: Move, framework: Framework) -> Notice | None:
    if before.element is None or after.answers is before.answers or move.trigger in {"start_over", *AT_ONCE}:
        return None
    return saved(after, framework, framework.ordinal_by_id[before.element])
