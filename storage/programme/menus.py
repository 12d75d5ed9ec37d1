"""Who has the coordinators' command in the menu of their chat, and the wish to show or to take it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, insert, select

from storage.programme.rights import OWN_CHAT
from storage.programme.tables import cohort_right, coordinator
from storage.tables import conversation, job

_HAS_A_COHORT = exists().where(cohort_right.c.coordinator_id == coordinator.c.id).correlate(coordinator)
HAS_A_DESK: ColumnElement[bool] = coordinator.c.removed_at.is_(None) & (
    coordinator.c.may_create | _HAS_A_COHORT
)
"""Whether a coordinator finds anything at the desk: a cohort, or the right to make one."""


def has_a_desk(connection: Connection, channel: str, external_id: int) -> bool:
    """Whether this account coordinates something or may begin to, as it stands now."""
    account = (coordinator.c.channel == channel) & (coordinator.c.external_id == external_id)
    return connection.scalar(select(coordinator.c.id).where(account, HAS_A_DESK)) is not None


def wish_for_menu(connection: Connection, coordinator_id: int, now: datetime) -> None:
    """What this coordinator may do has changed: the worker brings the menu of their chats up to date, if they have any.

    What the menu is to be is looked up then, so a wish too many does no harm.
    """
    chats = connection.scalars(
        select(conversation.c.id).join(coordinator, OWN_CHAT).where(coordinator.c.id == coordinator_id)
    ).all()
    wish = {"kind": "menu", "args": {}, "due_at": now, "attempts": 0}
    if chats:
        connection.execute(insert(job), [{**wish, "conversation_id": chat} for chat in chats])
