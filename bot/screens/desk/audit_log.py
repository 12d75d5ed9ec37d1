"""The audit log in words: what was done in a cohort, by whom and when; for its leads, and for its people."""

from __future__ import annotations

from collections.abc import Mapping

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import at, back, name_in_line, page_line, turning, whose_times
from bot.screens.sight import Sight, lines, paragraphs
from flows.desk import Act
from flows.pages import AuditLine, AuditPage
from flows.reminding import zone_of

ACTS = (
    "cohort_made",
    "renamed",
    "deadline_set",
    "zone_set",
    "days_set",
    "hour_set",
    "min_group_set",
    "round_set",
    "languages_set",
    "closed",
    "reopened",
    "archived",
    "invited",
    "invited_each",
    "link_revoked",
    "request_accepted",
    "request_declined",
    "list_imported",
    "note_sent",
    "note_cancelled",
    "answered",
    "exported",
    "left",
    "shared",
    "share_ended",
    "stage_shown",
    "stage_hidden",
    "right_given",
    "coordinator_dropped",
)


def audit_log(sight: Sight, act: Act, page: AuditPage) -> Screen:
    """The log of a cohort, for its leads."""
    return _log(sight, "A", act.number, page, back(sight, "S", act.number))


def own_audit(sight: Sight, act: Act, page: AuditPage) -> Screen:
    """What of it concerns one organisation, for its people."""
    return _log(sight, "t", act.number, page, back(sight, "s"))


def _log(sight: Sight, verb: str, number: int, page: AuditPage, up: Button) -> Screen:
    head = "desk.audit_head" if page.lines else "desk.audit_none"
    text = paragraphs(
        lines(sight.say(head, cohort=page.cohort), page_line(sight, page.page, page.pages)),
        lines(*(_line(sight, line, page.zone) for line in page.lines)),
        whose_times(sight, page.zone) if page.lines else "",
    )
    rows = turning(sight, page.page, page.pages, lambda label, other: handled(label, verb, number, other))
    return Screen(text, (*rows, (up,)))


def _line(sight: Sight, line: AuditLine, zone_name: str) -> str:
    when, act = at(sight, zone_of(zone_name), line.at), act_words(sight, line.act, line.detail)
    return sight.say("desk.audit_line", when=when, who=_who(sight, line), act=act)


def _who(sight: Sight, line: AuditLine) -> str:
    """The coordinator, the organisation itself, or else the operator."""
    if line.who:
        return name_in_line(sight, line.who)
    themselves = line.detail.get("by") == "organisation"
    return sight.say("desk.audit_themselves") if themselves else sight.operator


def act_words(sight: Sight, act: str, detail: Mapping[str, str | int]) -> str:
    """An act in words; one that is not known here by its own name."""
    if act == "note_sent" and detail.get("kind") == "reminder":
        return sight.say("desk.act_reminded")
    return sight.say(f"desk.act_{act}") if act in ACTS else act
