"""The desk: pages that are drawn from more than the conversation, each from the value that storage read for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.buttons import Screen
from bot.screens.desk import (
    asked,
    audit_log,
    cohort,
    coordinators,
    exports,
    home,
    links,
    notes,
    organisation,
    person,
    progress,
    settings,
    sharing,
)
from bot.screens.sight import Sight
from bot.screens.team import TEAM_PAGES
from flows.desk import Act
from flows.pages import (
    AskedListPage,
    AskedPage,
    AuditPage,
    CohortPage,
    CoordinatorsPage,
    HomePage,
    LinkPage,
    LinksPage,
    NewCohortPage,
    NotePage,
    NotesPage,
    OrganisationPage,
    Page,
    PlainCohortPage,
    ProgressPage,
    QuestionCountsPage,
    RequestsPage,
)

Draw = Callable[[Sight, Act, Page], Screen | None]
Value = TypeVar("Value")


def desk_screen(sight: Sight, act: Act, page: Page) -> Screen | None:
    """The page that `act` names; None where there is none, or `page` is the value of another one."""
    draw = PAGES.get(act.name)
    return draw(sight, act, page) if draw else None


def _of(kind: type[Value], draw: Callable[[Sight, Act, Value], Screen | None]) -> Draw:
    """A page that is drawn from a value of this kind alone."""

    def drawn(sight: Sight, act: Act, page: Page) -> Screen | None:
        return draw(sight, act, page) if isinstance(page, kind) else None

    return drawn


PAGES: dict[str, Draw] = {
    "home": _of(HomePage, home.home),
    "name_self": _of(HomePage, home.name_self),
    "new_cohort": _of(NewCohortPage, home.new_cohort),
    "name_cohort": _of(NewCohortPage, home.name_cohort),
    "cohort": _of(CohortPage, cohort.cohort),
    "progress": _of(ProgressPage, progress.progress),
    "question_counts": _of(QuestionCountsPage, progress.question_counts),
    "organisation": _of(OrganisationPage, organisation.organisation),
    "write_to_one": _of(PlainCohortPage, organisation.write_to_one),
    "write_to_some": _of(PlainCohortPage, organisation.write_to_some),
    "links": _of(LinksPage, links.links),
    "link": _of(LinkPage, links.link),
    "make_link": _of(PlainCohortPage, links.make_link),
    "label_link": _of(PlainCohortPage, links.label_link),
    "requests": _of(RequestsPage, links.requests),
    "notes": _of(NotesPage, notes.notes),
    "note": _of(NotePage, notes.note),
    "asked_list": _of(AskedListPage, asked.asked_list),
    "asked": _of(AskedPage, asked.asked),
    "answer": _of(AskedPage, asked.answer),
    "settings": _of(PlainCohortPage, settings.settings),
    "zones": _of(PlainCohortPage, settings.zones),
    "rename": _of(PlainCohortPage, settings.rename),
    "deadline": _of(PlainCohortPage, settings.deadline),
    "close_ask": _of(PlainCohortPage, settings.close_ask),
    "archive_ask": _of(PlainCohortPage, settings.archive_ask),
    "coordinators": _of(CoordinatorsPage, coordinators.coordinators),
    "drop_coordinator_ask": _of(CoordinatorsPage, coordinators.drop_ask),
    "audit": _of(AuditPage, audit_log.audit_log),
    "own_audit": _of(AuditPage, audit_log.own_audit),
    "import": _of(PlainCohortPage, exports.import_list),
    "export": _of(PlainCohortPage, exports.export),
    # A person's own pages say themselves what they are drawn from.
    "invited": person.invited,
    "reminders": person.reminders,
    "cities": person.cities,
    "report": person.report,
    "sharing": sharing.sharing,
    "share_end_ask": sharing.share_end_ask,
    "leave_ask": sharing.leave_ask,
    "ask_coordinator": person.ask_coordinator,
    **TEAM_PAGES,
}
