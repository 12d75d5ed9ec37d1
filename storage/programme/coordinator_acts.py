"""What coordinators do at their desk: one small function for each act. Rights are checked by what they call."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from flows.conversation import Notice
from flows.desk import DAY_PRESETS, FORMATS, LINK_KINDS, SETTING_PAGES, panel_of
from flows.intents import notice
from flows.pages import Status
from flows.zones import CITIES
from storage.programme import asked, cohorts, coordinators, invitations, notes
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.reading import audience_of
from storage.programme.rights import NotYours, cohort_of_enrolment, require
from storage.programme.tables import enrolment, invitee
from storage.tables import job

MANY_LIMIT = 50


def _cohort_page(desk: Desk, cohort_id: int, told: Notice | None = None) -> Performed:
    return Performed(panel_of("C", cohort_id), told)


def _named(desk: Desk) -> Performed:
    key, zone = chosen(desk.knowledge.checks, desk.act.number), desk.knowledge.default_zone
    made = cohorts.create(desk.connection, desk.coordinator(), desk.act.text, key, zone, desk.now)
    return _cohort_page(desk, made, notice("cohort_made"))


def _setting(change: Callable[[Desk], None]) -> Callable[[Desk], Performed]:
    """An act that changes one setting of a cohort and stays at its settings."""

    def do(desk: Desk) -> Performed:
        change(desk)
        return Performed(panel_of("S", desk.act.number), notice("setting_saved"))

    return do


def _rename(desk: Desk) -> None:
    cohorts.rename(desk.connection, desk.coordinator(), desk.act.number, desk.act.text, desk.now)


def _deadline(desk: Desk) -> None:
    cohorts.set_deadline(desk.connection, desk.coordinator(), desk.act.number, desk.act.text, desk.now)


def _zone(desk: Desk) -> None:
    cohorts.set_zone(
        desk.connection, desk.coordinator(), desk.act.number, chosen(CITIES, desk.act.extra), desk.now
    )


def _days(desk: Desk) -> None:
    days = chosen(DAY_PRESETS, desk.act.extra)
    cohorts.set_remind_days(desk.connection, desk.coordinator(), desk.act.number, days, desk.now)


def _hour(desk: Desk) -> None:
    cohorts.set_remind_hour(desk.connection, desk.coordinator(), desk.act.number, desk.act.extra, desk.now)


def _min_group(desk: Desk) -> None:
    cohorts.set_min_group(desk.connection, desk.coordinator(), desk.act.number, desk.act.extra, desk.now)


def _round(desk: Desk) -> None:
    cohorts.set_round(desk.connection, desk.coordinator(), desk.act.number, desk.act.extra, desk.now)


def _language(desk: Desk) -> Performed:
    """Take a language in, or out where it is in, and stay there; they stand in the order of those we speak."""
    turned = chosen(desk.knowledge.languages, desk.act.extra)
    held = cohorts.head_of(desk.connection, desk.coordinator(), desk.act.number).languages
    languages = [each for each in desk.knowledge.languages if (each in held) != (each == turned)]
    cohorts.set_languages(desk.connection, desk.coordinator(), desk.act.number, languages, desk.now)
    return Performed(panel_of("S", desk.act.number, SETTING_PAGES.index("languages")))


def _own_name(desk: Desk) -> Performed:
    coordinators.rename_self(desk.connection, desk.coordinator(), desk.act.text)
    return Performed(panel_of("H"), notice("setting_saved"))


def _closed(change: Callable[..., None]) -> Callable[[Desk], Performed]:
    def do(desk: Desk) -> Performed:
        change(desk.connection, desk.coordinator(), desk.act.number, desk.now)
        return _cohort_page(desk, desk.act.number, notice("setting_saved"))

    return do


def _archived(desk: Desk) -> Performed:
    cohorts.archive(desk.connection, desk.coordinator(), desk.act.number, desk.now)
    return Performed(panel_of("H"), notice("setting_saved"))


def _written_to_one(desk: Desk) -> Performed:
    cohort_id = cohort_of_enrolment(desk.connection, desk.act.number)
    if cohort_id is None:
        raise NotYours
    return _drafted(desk, cohort_id, "note", None, desk.act.number)


def _written_to_some(desk: Desk) -> Performed:
    return _drafted(desk, desk.act.number, "note", audience_of(desk.act), None)


def _reminding(desk: Desk) -> Performed:
    return _drafted(desk, desk.act.number, "reminder", audience_of(desk.act), None)


def _drafted(
    desk: Desk, cohort_id: int, kind: str, status: Status | None, enrolment: int | None
) -> Performed:
    """A draft of a note, shown as its readers will see it, before anything is sent."""
    audience = status.value if status else "all"
    made = notes.draft(
        desk.connection,
        desk.coordinator(),
        cohort_id,
        kind,
        desk.act.text,
        audience,
        desk.now,
        enrolment=enrolment,
    )
    return Performed(panel_of("N", made))


def _sent(desk: Desk) -> Performed:
    notes.send(desk.connection, desk.coordinator(), desk.act.number, bool(desk.act.extra), desk.now)
    return Performed(panel_of("N", desk.act.number))


def _cancelled(desk: Desk) -> Performed:
    notes.cancel(desk.connection, desk.coordinator(), desk.act.number, desk.now)
    return Performed(panel_of("N", desk.act.number))


def _answered(desk: Desk) -> Performed:
    asked.answer(desk.connection, desk.coordinator(), desk.act.number, desk.act.text, desk.now)
    return Performed(panel_of("a", desk.act.number), notice("answer_sent"))


def _link_made(desk: Desk) -> Performed:
    kind = chosen(LINK_KINDS, desk.act.extra)
    uses = MANY_LIMIT if kind == "many" else None
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


def _decided(*, accepted: bool) -> Callable[[Desk], Performed]:
    def do(desk: Desk) -> Performed:
        decide = invitations.accept if accepted else invitations.decline
        cohort_id = decide(desk.connection, desk.coordinator(), desk.act.number, desk.now)
        told = notice("request_accepted") if accepted else notice("request_declined")
        return Performed(panel_of("R", cohort_id), told)

    return do


def _exported(desk: Desk) -> Performed:
    place, language = divmod(desk.act.extra, 64)
    form = chosen(FORMATS, place)
    require(desk.connection, desk.coordinator(), desk.act.number, "lead")
    desk.wish("export", cohort=desk.act.number, format=form, language=language)
    return _cohort_page(desk, desk.act.number, notice("export_coming"))


def _list_sent(desk: Desk) -> Performed:
    require(desk.connection, desk.coordinator(), desk.act.number, "write")
    size = desk.act.extra
    desk.wish("import", cohort=desk.act.number, file=desk.act.text, size=size, store=False)
    return Performed(desk.here.panel, notice("list_reading"))


def _list_stored(desk: Desk) -> Performed:
    args = desk.connection.scalar(
        select(job.c.args).where(
            job.c.id == desk.act.number, job.c.kind == "import", job.c.conversation_id == desk.row_id
        )
    )
    if args is None:
        raise NotYours
    require(desk.connection, desk.coordinator(), int(args["cohort"]), "write")
    desk.wish("import", cohort=args["cohort"], file=args["file"], store=True)
    return _cohort_page(desk, int(args["cohort"]), notice("list_storing"))


def _dropped(desk: Desk) -> Performed:
    coordinators.drop_coordinator(
        desk.connection, desk.coordinator(), desk.act.number, desk.act.extra, desk.now
    )
    return Performed(panel_of("K", desk.act.number), notice("setting_saved"))


def _server(desk: Desk) -> Performed:
    """Whoever was invited to coordinate does so from now on."""
    invitation = desk.invitation
    if invitation is None or invitation.state != "open" or invitation.right is None:
        raise NotYours
    cohort_id = invitations.become_coordinator(desk.connection, invitation, desk.row_id, desk.now)
    return _cohort_page(desk, cohort_id, notice("now_coordinator"))


COORDINATOR_ACTS: dict[str, Callable[[Desk], Performed | None]] = {
    "name_cohort": _named,
    "rename": _setting(_rename),
    "deadline": _setting(_deadline),
    "name_self": _own_name,
    "write_to_one": _written_to_one,
    "write_to_some": _written_to_some,
    "answer": _answered,
    "label_link": _link_made,
    "issue_link": _link_made,
    "invite_listed": _listed_invited,
    "links_file": _links_wanted,
    "send_note": _sent,
    "cancel_note": _cancelled,
    "remind_now": _reminding,
    "revoke_link": _revoked,
    "accept": _decided(accepted=True),
    "decline_request": _decided(accepted=False),
    "set_zone": _setting(_zone),
    "set_days": _setting(_days),
    "set_hour": _setting(_hour),
    "set_min_group": _setting(_min_group),
    "set_round": _setting(_round),
    "turn_language": _language,
    "close": _closed(cohorts.close),
    "reopen": _closed(cohorts.reopen),
    "archive": _archived,
    "export_now": _exported,
    "import_list": _list_sent,
    "store_list": _list_stored,
    "drop_coordinator": _dropped,
    "serve": _server,
}
