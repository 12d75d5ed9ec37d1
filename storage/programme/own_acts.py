"""What respondents do beside the questions: join, ask, choose when they are written to, end what they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.desk import REPORT_FORMS, panel_of, waits_for_text
from flows.intents import notice
from flows.side_pages import open_question
from flows.table import AFTER_WAY_IN
from flows.zones import CITIES
from storage.programme import asked, habits, invitations, sharing
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.rights import NotYours
from storage.team.joining import joined
from storage.team.result_reading import require_result

SNOOZE_MOST = 30


def _joined(desk: Desk) -> Performed:
    """In the cohort. Where nothing is known of the zone it is asked now, once, over the place."""
    invitation = desk.invitation
    if invitation is not None and invitation.position:
        return joined(desk)
    if invitation is None or invitation.state != "open" or invitation.right is not None:
        raise NotYours
    share = bool(desk.act.extra)
    enrolment = invitations.join(
        desk.connection, invitation, desk.row_id, desk.person_id, share=share, now=desk.now
    )
    habits.agree_to_reminders(desk.connection, desk.row_id)
    page = habits.habit_page(desk.connection, desk.row_id, desk.knowledge.default_zone)
    panel = None if page.zone else panel_of("w")
    return Performed(panel, notice("joined", {"cohort": invitation.cohort}), enrolment)


def _without_reminders(desk: Desk) -> Performed:
    page = habits.habit_page(desk.connection, desk.row_id, desk.knowledge.default_zone)
    habits.set_reminders(desk.connection, desk.row_id, on=page.reminders == "off")
    return Performed(desk.here.panel)


def _asked_to_join(desk: Desk) -> Performed:
    """The invitation itself says from now on that they asked."""
    invitations.ask_to_join(desk.connection, desk.act.number, desk.row_id, desk.now)
    return Performed(None if desk.here.state == "joining" else panel_of("j", desk.act.number))


def _asked_coordinator(desk: Desk) -> Performed:
    element = open_question(desk.here)
    made = asked.ask(
        desk.connection, desk.row_id, desk.person_id, element, desk.act.text, desk.now, desk.act.number
    )
    if not made:
        raise NotYours
    return Performed(notice=notice("question_sent"))


def _snoozed(desk: Desk) -> Performed:
    days = min(max(desk.act.extra, 1), SNOOZE_MOST)
    habits.snooze(desk.connection, desk.row_id, days, desk.now)
    return Performed(desk.here.panel, notice("snoozed", {"days": days}))


def _stopped(desk: Desk) -> Performed:
    """Nothing unasked any more, from any cohort. Progress stays, and so does every command."""
    habits.stop(desk.connection, desk.row_id, desk.now)
    # Who is among questions pauses, and sees that. On the way in the page stays, unless the next text would be its own.
    leaves = desk.here.state in AFTER_WAY_IN or waits_for_text(desk.here.panel)
    page = None if leaves else desk.here.panel
    return Performed(page, notice("stopped", _may_be_name(desk)))


def _started_again(desk: Desk) -> Performed | None:
    if not habits.restart(desk.connection, desk.row_id):
        return None
    off = habits.are_off(desk.connection, desk.row_id)
    told = notice("started_again_off" if off else "started_again", _may_be_name(desk))
    return Performed(desk.here.panel, told)


def _may_be_name(desk: Desk) -> Mapping[str, str | int] | None:
    """Where a name is asked for, the word may be that name: the page that asks so stays, with what it asks about."""
    asked = desk.here.notice if desk.here.panel == "name_check" else None
    return asked.args if asked else None


def _restarted(desk: Desk) -> Performed:
    habits.restart(desk.connection, desk.row_id)
    habits.set_reminders(desk.connection, desk.row_id, on=True)
    return Performed(panel_of("W"), notice("started_again"))


def _city_chosen(desk: Desk) -> Performed:
    habits.set_zone(desk.connection, desk.row_id, chosen(CITIES, desk.act.extra))
    return Performed(panel_of("W"))


def _rest_day(desk: Desk) -> Performed:
    if desk.act.extra > 6:
        raise NotYours
    habits.toggle_rest_day(desk.connection, desk.row_id, desk.act.extra)
    return Performed(panel_of("W"))


def _share_ended(desk: Desk) -> Performed:
    sharing.end_share(desk.connection, desk.person_id, desk.act.number, desk.now)
    return Performed(panel_of("s"), notice("share_ended"))


def _shared(desk: Desk) -> Performed:
    stage = bool(desk.act.extra)
    sharing.share_again(desk.connection, desk.person_id, desk.act.number, desk.now, stage=stage)
    return Performed(panel_of("s"), notice("shared"))


def _left(desk: Desk) -> Performed:
    sharing.leave(desk.connection, desk.person_id, desk.act.number, desk.now)
    return Performed(panel_of("s"), notice("left_cohort"))


def _report_wanted(desk: Desk) -> Performed:
    form = chosen(REPORT_FORMS, desk.act.extra)
    number = desk.act.number
    require_result(desk, number)
    desk.wish("report", form=form, round=number)
    return Performed(panel_of("(Y", number) if number else None, notice("report_coming"))


OWN_ACTS: dict[str, Callable[[Desk], Performed | None]] = {
    "join": _joined,
    "no_reminders": _without_reminders,
    "ask_to_join": _asked_to_join,
    "ask_coordinator": _asked_coordinator,
    "snooze": _snoozed,
    "stop": _stopped,
    "start_again": _started_again,
    "restart_reminders": _restarted,
    "set_own_zone": _city_chosen,
    "rest_day": _rest_day,
    "end_share": _share_ended,
    "share": _shared,
    "leave": _left,
    "report_now": _report_wanted,
}
