"""What coordinators do with invitations at their desk. Rights are checked by what is called."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from flows.desk import link_of, panel_of
from flows.intents import notice
from storage.programme import invitations
from storage.programme.acting import Desk, Performed
from storage.programme.rights import NotYours, cohort_of_enrolment, require
from storage.programme.tables import enrolment, invitee


def _link_made(desk: Desk) -> Performed:
    """A link of the kind, and for so many, as the button or the page named them."""
    wanted = link_of(desk.act.extra)
    if wanted is None:
        raise NotYours
    kind, uses = wanted
    number, code = invitations.issue(
        desk.connection,
        desk.coordinator(),
        desk.act.number,
        kind,
        desk.now,
        label=desk.act.text,
        uses=uses,
    )
    return _shown(desk, number, code)


def _shown(desk: Desk, number: int, code: str) -> Performed:
    """A new invitation, with its picture. Its code is kept in the notice until the next screen, and nowhere else."""
    desk.wish("qr", code=code)
    return Performed(panel_of("l", number), notice("link_made", {"link": number, "code": code}))


def _listed_invited(desk: Desk) -> Performed:
    """A link for who is first on the list of this organisation and has not joined, or for it where nobody is named."""
    cohort_id = cohort_of_enrolment(desk.connection, desk.act.number)
    if cohort_id is None:
        raise NotYours
    person, organisation = _whom(desk)
    number, code = invitations.issue(
        desk.connection,
        desk.coordinator(),
        cohort_id,
        "one",
        desk.now,
        invitee=person,
        listed=organisation,
    )
    return _shown(desk, number, code)


def _whom(desk: Desk) -> tuple[int | None, int | None]:
    """The person on the list, or else the organisation alone.

    Raises NotYours where everybody who is named has joined, or somebody came where nobody is.
    """
    people = desk.connection.execute(
        select(invitee.c.id, invitee.c.joined_at)
        .where(invitee.c.enrolment_id == desk.act.number)
        .order_by(invitee.c.joined_at.is_not(None), invitee.c.id)
    ).first()
    if people is not None and people.joined_at is None:
        return people.id, None
    nobody_came = (enrolment.c.id == desk.act.number) & enrolment.c.joined_at.is_(None)
    if people is not None or not desk.connection.scalar(select(enrolment.c.id).where(nobody_came)):
        raise NotYours
    return None, desk.act.number


def _links_wanted(desk: Desk) -> Performed:
    """A file with a link for everybody on the list who has not joined."""
    require(desk.connection, desk.coordinator(), desk.act.number, "write")
    desk.wish("links", cohort=desk.act.number)
    return Performed(panel_of("L", desk.act.number), notice("export_coming"))


def _revoked(desk: Desk) -> Performed:
    invitations.revoke(desk.connection, desk.coordinator(), desk.act.number, desk.now)
    return Performed(panel_of("l", desk.act.number))


LINK_ACTS: dict[str, Callable[[Desk], Performed]] = {
    "label_link": _link_made,
    "issue_link": _link_made,
    "invite_listed": _listed_invited,
    "links_file": _links_wanted,
    "revoke_link": _revoked,
}
