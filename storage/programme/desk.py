"""Doing what is tapped beside the questions: one act, whose rights are checked under its locks, each time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from flows.conversation import Conversation
from flows.desk import Act, opens_page, panel_of_act
from flows.intents import notice
from flows.knowledge import Knowledge
from flows.pages import Invitation
from storage.programme.acting import Desk, Performed
from storage.programme.cohorts import BadValue
from storage.programme.coordinator_acts import COORDINATOR_ACTS
from storage.programme.own_acts import OWN_ACTS
from storage.programme.reading import page_of
from storage.programme.rights import NotYours, actor_of
from storage.records import Held
from storage.team.acts import TEAM_ACTS
from storage.team.shares import RESULT, count_opened

_ACTS = {**COORDINATOR_ACTS, **OWN_ACTS, **TEAM_ACTS}


def perform(
    connection: Connection,
    held: Held,
    here: Conversation,
    act: Act,
    invitation: Invitation | None,
    knowledge: Knowledge,
    now: datetime,
) -> Performed | None:
    """Do one act; None where it changes nothing on the screen. What is not theirs is as if it were not there."""
    actor = actor_of(connection, here.chat.channel, here.chat.chat_id)
    desk = Desk(connection, held.row_id, held.person_id, here, actor, knowledge, now, act, invitation)
    try:
        if opens_page(act) and not act.text:
            return _opened(desk)
        return _ACTS[act.name](desk)
    except NotYours:
        return Performed(notice=notice("not_there"))
    except BadValue as trouble:
        return Performed(here.panel, notice(trouble.key, trouble.values))


def _opened(desk: Desk) -> Performed:
    invitation = desk.invitation
    # Whoever comes by the code of a link has shown that it was given to them.
    shows = "shared_result" if invitation is not None and invitation.state == RESULT else "invited"
    came_by_it = invitation is not None and desk.act.name == shows and invitation.link == desk.act.number
    if not came_by_it and page_of(desk, desk.act) is None:
        raise NotYours
    if came_by_it and shows == "shared_result":
        count_opened(desk.connection, desk.act.number, desk.now)
    return Performed(panel_of_act(desk.act))
