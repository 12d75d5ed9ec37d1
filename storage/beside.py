"""What an event looks at beside its conversation - an invitation, a page - and the acts that its step asks for.

All of it is rare: an answer to a question reads nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from flows.conversation import Conversation, Part
from flows.desk import ACTS, act_of_panel
from flows.events import Commanded, Event, Handled, Incoming, Typed
from flows.knowledge import Knowledge
from flows.pages import Invitation, Page
from flows.parting import turned_back
from flows.step import Step
from storage.programme.acting import Performed
from storage.programme.desk import perform
from storage.programme.invitations import invitation_for
from storage.programme.reading import needs_page, read_page
from storage.records import Held
from storage.saving import save_person
from storage.team.carrying import present_part
from storage.team.rounds import part_to_answer
from storage.team.shares import RESULT, share_of_code
from storage.wide import widen

_ABOUT_A_LINK = {"join", "serve", "no_reminders"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What was read for one event: all None for nearly all."""

    page: Page | None = None
    invitation: Invitation | None = None
    renewed: Part | None = None
    turned: int | None = None


NOTHING = Beside()


def look_beside(
    connection: Connection, incoming: Incoming, held: Held, knowledge: Knowledge, now: datetime
) -> Beside:
    """What this event is about. The invitation is locked, so that nobody else can use it up meanwhile."""
    event, here = incoming.event, held.conversation
    if isinstance(event, Handled) and ACTS.get(event.verb) == "answer_round":
        return Beside(renewed=_renewed(connection, held, event.number))
    if isinstance(event, Handled) and ACTS.get(event.verb) == "turn":
        widen(connection, [held], all_states=True)
        return Beside(turned=present_part(connection, held.person_id, event.number))
    link = link_of(incoming, here)
    needed = _by_words(event, here) and needs_page(here)
    if link is None and not needed:
        return NOTHING
    page = read_page(connection, held.row_id, here, knowledge, now) if needed else None
    if link is None:
        return Beside(page)
    invitation = invitation_for(connection, link, held.row_id, held.person_id, now, lock=True)
    if invitation is None and isinstance(link, str):
        share = share_of_code(connection, link)
        return Beside(page, None if share is None else Invitation(share, RESULT))
    if invitation is not None and invitation.state == "open":
        widen(connection, [held], all_states=True)
    return Beside(page, invitation)


def _by_words(event: Event, here: Conversation) -> bool:
    """Whether a button of the present screen may be meant by what was typed, or by the command to go back."""
    goes_back = isinstance(event, Commanded) and event.name == "back" and here.panel is not None
    return goes_back or isinstance(event, Typed)


def _renewed(connection: Connection, held: Held, organisation_id: int) -> Part | None:
    """This person's part in the open round of an organisation; None where there is none, or it is not theirs."""
    widen(connection, [held], all_states=True)
    part = part_to_answer(connection, held.person_id, organisation_id, held.conversation.framework)
    if part is not None and part.number is not None:
        held.stored.setdefault(part.number, part)
    return part


def link_of(incoming: Incoming, here: Conversation) -> str | int | None:
    """The code or the number of the link this event is about."""
    event = incoming.event
    if isinstance(event, Commanded) and event.name == "start" and event.argument:
        return event.argument
    if isinstance(event, Handled) and ACTS.get(event.verb) in _ABOUT_A_LINK:
        return event.number
    if not isinstance(event, Typed):
        return None
    page = act_of_panel(here.panel)
    if page is not None:
        return page.number if page.name == "invited" else None
    return here.invitation if here.state == "joining" else None


def perform_all(
    connection: Connection, held: Held, step: Step, beside: Beside, knowledge: Knowledge, now: datetime
) -> Conversation:
    """Do what a step asks for; the conversation after it. What fails half-way is undone as a whole."""
    if not step.acts:
        return step.conversation
    after = _prepared(connection, held, step, now)
    with connection.begin_nested():
        for act in step.acts:
            done = perform(connection, held, after, act, beside.invitation, knowledge, now)
            if done is None:
                continue
            after = _led_to(after, held, done, knowledge, now)
    return after


def _prepared(connection: Connection, held: Held, step: Step, now: datetime) -> Conversation:
    """What some acts need: a person to act, who may have agreed in this very batch, and all checks of theirs."""
    names = {act.name for act in step.acts}
    if "join" in names:
        save_person(connection, held, now)
    if "leave_team" not in names or step.conversation is not held.conversation:
        return step.conversation
    widen(connection, [held], all_states=True)
    return held.conversation


def _led_to(
    after: Conversation, held: Held, done: Performed, knowledge: Knowledge, now: datetime
) -> Conversation:
    """The conversation where an act led it."""
    if done.stays:
        after = turned_back(held.conversation, knowledge, now)
    if done.gone:
        held.part_from(done.gone)
    after = done.place or after
    return replace(
        after,
        panel=done.panel,
        notice=done.notice,
        joining=done.joining or after.joining,
        revision=after.revision + 1,
    )
