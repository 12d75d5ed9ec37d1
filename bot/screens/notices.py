"""The one line said above a screen, and the short word a tap is answered with."""

from __future__ import annotations

from datetime import date

from bot.screens.group_names import voices
from bot.screens.sight import Sight, lines
from bot.screens.team.evidence import may_add
from flows.conversation import Notice
from flows.hearing import WITH_QUESTION
from flows.table import AT_ELEMENT
from frameworks.model import Result
from frameworks.values import Said

# Notices that say the same on every screen, some with values of their own.
PLAIN = {
    "name_long",
    "note_long",
    "out_of_range",
    "joined",
    "old_button",
    "closed_run",
    "unknown_command",
    "unknown_link",
    "edited",
    "only_text",
    "evidence_full",
    "evidence_again",
    "files_coming",
    "name_empty",
    "na_many",
    "not_now",
    "not_now_pause",
    "not_now_result",
    "not_now_roles_done",
    "not_now_excuse",
    "not_now_plan",
    "day_past",
    "not_there",
    "link_used",
    "link_asked",
    "link_full",
    "link_ended",
    "link_revoked",
    "link_closed",
    "link_joined",
    "question_sent",
    "stopped",
    "started_again",
    "started_again_off",
    "share_ended",
    "result_link_ended",
    "shared",
    "share_agreed",
    "share_not_ready",
    "share_many",
    "left_cohort",
    "day_unread",
    "cohort_made",
    "setting_saved",
    "answer_sent",
    "request_accepted",
    "request_declined",
    "export_coming",
    "report_coming",
    "list_reading",
    "list_storing",
    "now_coordinator",
    # What cannot be set or stored, each with its reason.
    "last_lead",
    "zone_unknown",
    "check_unknown",
    "days_bad",
    "hour_quiet",
    "group_small",
    "round_bad",
    "cohort_closed",
    "link_uses_bad",
    "note_empty",
    "team_joined",
    "team_led",
    "left_team",
    "team_none",
    # A team's round, and what its meeting agrees on.
    "line_closed",
    "round_closed",
    "round_missed",
    "round_closed_raise",
    "round_closing",
    "round_is_closed",
    "round_empty",
    "round_kept_open",
    "round_day_soon",
    "round_day_far",
    "month_unread",
    "date_saved",
    "date_cleared",
    "date_far",
    "round_still_open",
    "round_opened",
    "round_none_open",
    "round_not_closed",
    "agreed",
    "agree_first",
    "reason_empty",
    "reason_long",
    "looked_back",
    "looked_back_gone",
    "open_agreed",
    "open_from_now",
    "open_taken_back",
    "open_mode_fixed",
    "part_unknown",
    "part_not_asked",
    "marks_none",
    "proofs_unread",
}
# What its own page says.
ON_PAGES = {
    "name_check",
    "link_made",
    "team_link_made",
    "result_link_made",
    "group_link_made",
    "marks",
    "marks_lost",
}
# What answers a typed text, and so stands beside the buttons where the screen is long.
BELOW = {
    "remark",
    "remark_help",
    "typed_early",
    "out_of_range",
    "only_text",
    "evidence_kept",
    "evidence_warned",
    "evidence_full",
    "edited",
    "not_now_excuse",
    "day_past",
    "level_now",
}


def notice_text(sight: Sight) -> str:
    """The notice of this conversation in words, with the lines that are lost; empty where there is none."""
    notice = sight.conversation.notice
    return "" if notice is None else lines(_said(sight, notice), _lost(sight, notice))


def _lost(sight: Sight, notice: Notice) -> str:
    """Which lines of many answers wait no more and are not saved: see `flows.echoes.told_of_lost`."""
    parts = str(notice.args.get("lost", "")).split()
    if not parts:
        return ""
    return sight.words.count(
        "notice.marks_lost", len(parts), parts=sight.words.in_a_row(f"D{part}" for part in parts)
    )


def _said(sight: Sight, notice: Notice) -> str:
    if notice.key in ON_PAGES:
        return ""
    if notice.key in PLAIN:
        return sight.say(f"notice.{notice.key}", **notice.args)
    if notice.key == "snoozed":
        return sight.words.count("notice.snoozed", int(notice.args.get("days", 0)))
    if notice.key == "others_decide":
        return sight.say("notice.others_decide", groups=voices(sight, str(notice.args["groups"]).split()))
    if notice.key == "marks_saved":
        return sight.words.count("notice.marks_saved", int(notice.args.get("count", 0)))
    if notice.key == "round_not_done":
        return sight.words.count("notice.round_not_done", int(notice.args.get("people", 0)))
    if notice.key == "agreed_same":
        return sight.words.count("notice.agreed_same", int(notice.args.get("number", 0)))
    if notice.key == "round_day_set":
        day = date.fromisoformat(str(notice.args["day"]))
        return sight.say("notice.round_day_set", day=sight.words.date(day))
    if notice.key == "typed_early":
        return _typed_early(sight, notice)
    if notice.key == "level_now":
        return _level_now(sight, notice)
    if notice.key in {"evidence_kept", "evidence_warned"}:
        return _kept_with(sight, notice)
    return _remark(sight, with_help=notice.key == "remark_help")


def _kept_with(sight: Sight, notice: Notice) -> str:
    """What became of a note or a file, with the question it is kept with."""
    element = str(notice.args.get("element", ""))
    name = sight.name(element) if element in sight.framework.element_by_id else ""
    key = "notice.evidence_warned" if notice.key == "evidence_warned" else "notice.evidence_kept"
    return sight.say(key, name=name)


def _level_now(sight: Sight, notice: Notice) -> str:
    """That a typed level replaced the answer that was there."""
    element, level = str(notice.args.get("element", "")), int(notice.args.get("level", 0))
    if element not in sight.framework.element_by_id or not 1 <= level <= sight.framework.levels:
        return ""
    return sight.say("notice.level_now", name=sight.name(element), said=sight.level(level))


def _typed_early(sight: Sight, notice: Notice) -> str:
    """What is stored for the last question, and which one is open: a typed answer was meant for neither."""
    known = sight.framework.element_by_id
    last, now = str(notice.args.get("last", "")), str(notice.args.get("now", ""))
    if now not in known:
        return sight.say("notice.remark")
    answer = sight.conversation.answers.get(last)
    if last not in known or answer is None:
        return sight.say("notice.typed_early_first", now=sight.name(now))
    said = (
        answer.level if answer.said is Said.LEVEL and answer.level else sight.say(f"said.{answer.said.value}")
    )
    if last == now:
        return sight.say("notice.typed_twice", said=said, now=sight.name(now))
    return sight.say("notice.typed_early", said=said, last=sight.name(last), now=sight.name(now))


def _remark(sight: Sight, *, with_help: bool) -> str:
    """Help for this question where the remark was long enough to want it, where notes go, and how to answer."""
    here = sight.conversation
    if may_add(sight):
        return sight.say("notice.note_first")
    if here.state not in AT_ELEMENT or here.panel not in {None, *WITH_QUESTION}:
        return sight.say("notice.remark")
    if sight.conversation.state == "proving":
        hint = sight.say("notice.how_to_show")
    else:
        hint = sight.say("notice.how_to_answer", levels=sight.framework.levels)
    if not with_help:
        return hint
    element = sight.element
    kept_nowhere = "" if here.closed else sight.say("notice.not_kept")
    return lines(sight.text(f"{element.id}.why", element.why), kept_nowhere, hint)


def ack_text(sight: Sight, notice: Notice | None) -> str:
    """The short word for a tap: "Saved: 2". Empty where there is nothing to say."""
    if notice is None:
        return ""
    if notice.key == "saved_level":
        return sight.say("ack.saved", said=notice.args["level"])
    if notice.key == "saved_word":
        if notice.args["said"] == Said.DONT_KNOW:
            fit = sight.framework.result is Result.FIT
            return sight.say("ack.saved", said=sight.say("button.unsure" if fit else "button.dont_know"))
        return sight.say("ack.saved", said=sight.say(f"said.{notice.args['said']}"))
    return sight.say(f"ack.{notice.key}")
