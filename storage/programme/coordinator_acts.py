"""What coordinators do at their desk: one small function for each act. Rights are checked by what they call."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from flows.conversation import Notice
from flows.desk import DAY_PRESETS, FORMATS, SETTING_PAGES, panel_of
from flows.intents import notice
from flows.pages import Status
from flows.team_desk import NOBODY
from flows.zones import CITIES
from storage.programme import asked, cohorts, coordinators, invitations, notes
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.link_acts import LINK_ACTS
from storage.programme.reading import audience_of
from storage.programme.rights import NotYours, cohort_of_enrolment, require
from storage.tables import job


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
    day = "" if desk.act.text == NOBODY else desk.act.text
    cohorts.set_deadline(desk.connection, desk.coordinator(), desk.act.number, day, desk.now)


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
    **LINK_ACTS,
    "name_cohort": _named,
    "rename": _setting(_rename),
    "deadline": _setting(_deadline),
    "name_self": _own_name,
    "write_to_one": _written_to_one,
    "write_to_some": _written_to_some,
    "answer": _answered,
    "send_note": _sent,
    "cancel_note": _cancelled,
    "remind_now": _reminding,
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
