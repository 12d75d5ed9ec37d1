"""Reading the page that a chat looks at: for drawing it, and for what is typed on it. Rights are checked each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from flows.conversation import Conversation
from flows.desk import PAGES_OF_A_FILTER, Act, act_of_panel, link_of
from flows.knowledge import Knowledge
from flows.pages import LinkPage, MorePage, NewCohortPage, Page, PlainCohortPage, ReportPage, Status
from storage.programme import (
    asked,
    audit,
    cohort_lists,
    coordinators,
    habits,
    invitations,
    notes,
    progress,
    sharing,
)
from storage.programme.bots import address_told
from storage.programme.cohort_values import BadValue
from storage.programme.links import TO_RESPOND
from storage.programme.reader import Reader as Reader
from storage.programme.rights import NotYours, actor_of, require
from storage.tables import conversation
from storage.team.evidence_reading import notes_here
from storage.team.last_time import last_time, looks_back
from storage.team.looking_back import answered_before
from storage.team.positions import head_of_round
from storage.team.reading import TEAM_READ
from storage.team.result_reading import require_result, summary_page

FILTERS = (None, *Status)


def needs_page(here: Conversation) -> bool:
    """Whether the present screen is drawn from more than the conversation."""
    drawn_from_more = here.panel == "more" or act_of_panel(here.panel) is not None
    return drawn_from_more or here.state in {"joining", "summary"} or looks_back(here)


def read_page(
    connection: Connection, row_id: int, here: Conversation, knowledge: Knowledge, now: datetime
) -> Page | None:
    """The page this chat looks at; None where it is not theirs or is not there any more."""
    person_id = connection.scalar(select(conversation.c.person_id).where(conversation.c.id == row_id))
    actor = actor_of(connection, here.chat.channel, here.chat.chat_id)
    reader = Reader(connection, row_id, person_id, here, actor, knowledge, now)
    act = act_of_panel(here.panel)
    if act is not None:
        return _shown(reader, act)
    if here.panel == "more":
        return _more(reader)
    if here.state == "joining" and here.invitation is not None:
        return invitations.invitation_for(connection, here.invitation, row_id, person_id, now)
    if looks_back(here):
        return last_time(reader)
    if here.state == "summary":
        return summary_page(connection, row_id, person_id, here, now)
    return None


def _shown(reader: Reader, act: Act) -> Page | None:
    """The page as it stands; None where there is nothing to show any more."""
    try:
        return page_of(reader, act)
    except BadValue:
        return None


def page_of(reader: Reader, act: Act) -> Page | None:
    """What this act opens, for this reader. Raises BadValue where it says why it does not open."""
    read = _READ.get(act.name)
    try:
        return read(reader, act) if read else None
    except NotYours:
        return None


def filter_of(act: Act) -> Status | None:
    """The status whose organisations a page shows; None for all."""
    place = act.extra // PAGES_OF_A_FILTER
    return FILTERS[place] if place < len(FILTERS) else None


def audience_of(act: Act) -> Status | None:
    """The status of those who are written to; None for all."""
    return FILTERS[act.extra] if act.extra < len(FILTERS) else None


def _more(reader: Reader) -> MorePage:
    asks = bool(asked.cohorts_to_ask(reader.connection, reader.row_id))
    return MorePage(asks, reader.actor is not None, notes_here(reader), answered_before(reader))


def _progress(reader: Reader, act: Act) -> Page:
    page = act.extra % PAGES_OF_A_FILTER
    frameworks = reader.knowledge.frameworks
    return progress.progress_page(
        reader.connection, reader.coordinator(), act.number, filter_of(act), page, reader.now, frameworks
    )


def _plain(what: str) -> Callable[[Reader, Act], Page]:
    """A page that needs nothing but the cohort, for those who may do this there."""

    def read(reader: Reader, act: Act) -> Page:
        return PlainCohortPage(require(reader.connection, reader.coordinator(), act.number, what))

    return read


def _to_one(reader: Reader, act: Act) -> Page:
    page = progress.organisation_page(
        reader.connection, reader.coordinator(), act.number, reader.now, reader.knowledge.frameworks
    )
    require(reader.connection, reader.coordinator(), page.head.number, "write")
    return PlainCohortPage(page.head, page.line.name)


def _to_some(reader: Reader, act: Act) -> Page:
    head = require(reader.connection, reader.coordinator(), act.number, "write")
    people = progress.audience(reader.connection, act.number, audience_of(act), None, reader.now)
    return PlainCohortPage(head, people=len(people))


def _link(reader: Reader, act: Act) -> Page:
    """An invitation; just after it was made the notice still holds its code, and with it the whole address."""
    page: LinkPage = invitations.link_page(reader.connection, reader.coordinator(), act.number, reader.now)
    address = address_told(reader.connection, reader.here.notice, "link_made", act.number)
    return replace(page, address=address)


def _label_link(reader: Reader, act: Act) -> Page:
    """Where a new invitation is named; those that make coordinators are the leads' to make."""
    wanted = link_of(act.extra)
    may = "write" if wanted is not None and wanted[0] in TO_RESPOND else "lead"
    return _plain(may)(reader, act)


def _answer(reader: Reader, act: Act) -> Page:
    page = asked.asked_page(reader.connection, reader.coordinator(), act.number)
    require(reader.connection, reader.coordinator(), page.head.number, "write")
    return page


def _new_cohort(reader: Reader, _act: Act) -> Page:
    if not reader.coordinator().may_create:
        raise NotYours
    return NewCohortPage()


def _invited(reader: Reader, act: Act) -> Page | None:
    return invitations.invitation_for(
        reader.connection, act.number, reader.row_id, reader.person_id, reader.now
    )


def _report(reader: Reader, act: Act) -> Page:
    require_result(reader, act.number)
    return ReportPage(act.number, head_of_round(reader, act.number).organisation if act.number else "")


def _habits(reader: Reader, _act: Act) -> Page:
    return habits.habit_page(reader.connection, reader.row_id, reader.knowledge.default_zone)


def _sharing(reader: Reader, _act: Act) -> Page:
    return sharing.sharing_page(reader.connection, reader.person_id, reader.now)


def _own_audit(reader: Reader, act: Act) -> Page | None:
    return sharing.own_audit_page(reader.connection, reader.person_id, act.number, act.extra)


def _ask_coordinator(reader: Reader, act: Act) -> Page | None:
    return asked.ask_page(reader.connection, reader.row_id, act.number)


_READ: dict[str, Callable[[Reader, Act], Page | None]] = {
    "home": lambda r, a: cohort_lists.home_page(r.connection, r.coordinator(), a.number),
    "cohort": lambda r, a: progress.cohort_page(r.connection, r.coordinator(), a.number, r.now),
    "progress": _progress,
    "organisation": lambda r, a: progress.organisation_page(
        r.connection, r.coordinator(), a.number, r.now, r.knowledge.frameworks
    ),
    "question_counts": lambda r, a: progress.question_counts_page(
        r.connection, r.coordinator(), a.number, a.extra, r.knowledge.frameworks
    ),
    "links": lambda r, a: invitations.links_page(r.connection, r.coordinator(), a.number, a.extra, r.now),
    "link": _link,
    "make_link": _plain("write"),
    "requests": lambda r, a: invitations.requests_page(r.connection, r.coordinator(), a.number),
    "note": lambda r, a: notes.note_page(r.connection, r.coordinator(), a.number, r.now),
    "notes": lambda r, a: notes.notes_page(r.connection, r.coordinator(), a.number),
    "asked_list": lambda r, a: asked.asked_list_page(r.connection, r.coordinator(), a.number),
    "asked": lambda r, a: asked.asked_page(r.connection, r.coordinator(), a.number),
    "coordinators": lambda r, a: coordinators.coordinators_page(r.connection, r.coordinator(), a.number),
    "audit": lambda r, a: audit.audit_page(r.connection, r.coordinator(), a.number, a.extra),
    "settings": _plain("lead"),
    "zones": _plain("lead"),
    "import": _plain("write"),
    "export": _plain("lead"),
    "new_cohort": _new_cohort,
    "close_ask": _plain("lead"),
    "archive_ask": _plain("lead"),
    "drop_coordinator_ask": lambda r, a: coordinators.coordinators_page(
        r.connection, r.coordinator(), a.number
    ),
    "share_end_ask": _sharing,
    "leave_ask": _sharing,
    "report": _report,
    "reminders": _habits,
    "cities": _habits,
    "sharing": _sharing,
    "own_audit": _own_audit,
    "invited": _invited,
    "name_cohort": _new_cohort,
    "rename": _plain("lead"),
    "deadline": _plain("lead"),
    "write_to_one": _to_one,
    "write_to_some": _to_some,
    "answer": _answer,
    "ask_coordinator": _ask_coordinator,
    "label_link": _label_link,
    "name_self": lambda r, a: cohort_lists.home_page(r.connection, r.coordinator(), 0),
    **TEAM_READ,
}
