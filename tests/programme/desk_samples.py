"""Pages of the desk to draw: every one there is, with plain values, with none, and with all of them at their limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.screens.desk.audit_log import ACTS
from bot.screens.desk.notes import REASONS
from flows.conversation import Conversation
from flows.desk import DAY_PRESETS, LINK_KINDS, PAGES_OF_A_FILTER, link_extra, panel_of
from flows.pages import (
    AskedListPage,
    AskedPage,
    AuditLine,
    AuditPage,
    CohortHead,
    CohortLine,
    CohortPage,
    CoordinatorsPage,
    HomePage,
    LinkLine,
    LinkPage,
    LinksPage,
    NewCohortPage,
    NotePage,
    NotesPage,
    OrganisationPage,
    Page,
    PlainCohortPage,
    ProgressLine,
    ProgressPage,
    QuestionCount,
    QuestionCountsPage,
    RequestsPage,
    Right,
    Status,
)
from tests.flows.walks import Walk
from tests.screens_made import SP

NOW = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
HEAD = CohortHead(5, "Ötłř Škøł", "sp-1.0", 1, "2026-12-15", "Africa/Nairobi", Right.LEAD)
ELEMENTS = [element.id for element in SP.elements]
TEXT = "Ŧhř mřtg š øn Mød.\n\nBřg {øřđ} <b>&</b> *x* _š_ `q` [x](d)"
WHO = "Śđřă Łöp"
# Names that Telegram counts twice for each sign, as long as names and texts may be.
WIDE, WIDE_TEXT = "🌍" * 100, "🐘" * 1500
COUNTS = dict(zip(Status, (7, 5, 12, 14, 1, 1, 2), strict=True))


@dataclass(frozen=True)
class Sample:
    """A panel and the value of its page."""

    panel: str
    page: Page

    def seen_in(self, language: str) -> Conversation:
        """A conversation that looks at it."""
        there = replace(Walk(SP).conversation, state="done", consent="1")
        return replace(there, panel=self.panel, language=language, shown_at=NOW)


def head_of(right: Right, **others: object) -> CohortHead:
    return replace(HEAD, right=right, **others)  # type: ignore[arg-type]


HEADS = (
    HEAD,
    head_of(Right.HELPER),
    head_of(Right.READ),
    head_of(Right.LEAD, closed=True, deadline="", remind_days=(), languages=("en", "fr", "xx")),
    head_of(Right.LEAD, closed=True, archived=True, min_group=10, framework="xy-9.9"),
    head_of(Right.LEAD, name=WIDE, zone="America/Argentina/Buenos_Aires"),
)


def _line(status: Status, days: int | None = 3, name: str = "Řđ Ĉřš", **others: object) -> ProgressLine:
    since = None if days is None else NOW - timedelta(days=days)
    people = 0 if status in {Status.INVITED, Status.LEFT} else 1
    place = {"element": ELEMENTS[12], "done": 14, "total": 30, "since": since, "people": people}
    return ProgressLine(9, name, status, **{**place, **others})  # type: ignore[arg-type]


LINES = (
    *(_line(status) for status in Status),
    _line(Status.MIDWAY, 0),
    _line(Status.MIDWAY, 1, name="", own_name="Čřš Řđ"),
    _line(Status.MIDWAY, None, element="", people=3, people_done=1),
    _line(Status.MIDWAY, None, element="xy.a.b", total=0),
    _line(Status.NOT_STARTED, None),
    _line(Status.NOT_STARTED, 1),
    _line(Status.INVITED, None, people=0),
    _line(Status.DONE, 2, name=WIDE, own_name=WIDE, people=5, people_done=5),
)
WIDE_LINES = tuple(replace(_line(Status.MIDWAY), number=place, name=WIDE * 2) for place in range(8))


def of_homes() -> Iterator[Sample]:
    lines = tuple(CohortLine(replace(head, number=place), 40, 14) for place, head in enumerate(HEADS))
    wide = tuple(CohortLine(HEADS[-1], 5000, 4999) for _ in range(8))
    for page in (
        HomePage(lines, True, name=WHO),
        HomePage((), True),
        HomePage((), False),
        HomePage(wide, True, 1, 3, WIDE),
    ):
        yield Sample(panel_of("H", page.page), page)
        yield Sample(panel_of("@"), page)
    yield Sample(panel_of("F"), NewCohortPage())
    yield Sample(panel_of("c", 1), NewCohortPage())


def of_cohorts() -> Iterator[Sample]:
    for head in HEADS:
        yield Sample(panel_of("C", 5), CohortPage(head, COUNTS, 1, 2))
        yield Sample(panel_of("C", 5), CohortPage(head, {}))
        for verb in ("m", "i", "E", "e", "r", "d", "z"):
            yield Sample(panel_of(verb, 5), PlainCohortPage(head))
        yield from (Sample(panel_of("S", 5, choice), PlainCohortPage(head)) for choice in range(6))
        yield from (Sample(panel_of("x", 5, kind), PlainCohortPage(head)) for kind in range(len(LINK_KINDS)))
        yield Sample(panel_of("x", 5, link_extra("many", 250)), PlainCohortPage(head))
        yield from (Sample(panel_of("X", 5, language), PlainCohortPage(head)) for language in (0, 1, 99))
        yield from _coordinators(head)
    yield from (
        Sample(panel_of("S", 5), PlainCohortPage(replace(HEAD, remind_days=days))) for days in DAY_PRESETS
    )
    yield Sample(panel_of("z", 5, 2), PlainCohortPage(HEAD))


def _coordinators(head: CohortHead) -> Iterator[Sample]:
    people = tuple((place, WHO, right, place == 1) for place, right in enumerate(Right))
    page = CoordinatorsPage(head, (*people, (9, WIDE, Right.HELPER, False)))
    yield Sample(panel_of("K", 5), page)
    yield from (Sample(panel_of("J", 5, place), page) for place in (0, 1, 9))


def of_progress() -> Iterator[Sample]:
    hardest = tuple((element, 7 - place) for place, element in enumerate(ELEMENTS[:3]))
    for head in HEADS:
        yield Sample(panel_of("P", 5), ProgressPage(head, COUNTS, LINES[:8], None, 0, 2, hardest))
        yield Sample(panel_of("P", 5, 1), ProgressPage(head, COUNTS, LINES[8:], None, 1, 2))
        yield Sample(panel_of("P", 5), ProgressPage(head, dict.fromkeys(Status, 0), ()))
        for place, status in enumerate(Status, start=1):
            lines = (_line(status),)
            yield Sample(
                panel_of("P", 5, place * PAGES_OF_A_FILTER), ProgressPage(head, COUNTS, lines, status)
            )
        yield from (Sample(panel_of("O", 9, 192), OrganisationPage(head, line)) for line in LINES)
        invited = _line(Status.INVITED, None, people=0)
        yield Sample(panel_of("O", 9, 192), OrganisationPage(head, invited, (WHO,)))
        last = PAGES_OF_A_FILTER - 1
        yield Sample(panel_of("P", 5, last), ProgressPage(head, COUNTS, LINES[:1], None, last, last + 9))
        for skipped in (0, 5000):
            counted = tuple(QuestionCount(element, 12, 3, 5, skipped) for element in ELEMENTS[:8])
            few = (QuestionCount(ELEMENTS[8], 3, None, 5, skipped),)
            yield Sample(panel_of("Q", 5), QuestionCountsPage(head, (*counted[:7], *few), 1, 4))
        for place in range(9):
            yield Sample(panel_of("p", 5, place), PlainCohortPage(head, people=12))
        yield Sample(panel_of("o", 9, 192), PlainCohortPage(head, "Řđ Ĉřš", 1))
    yield Sample(
        panel_of("P", 5, 63),
        ProgressPage(HEADS[-1], dict.fromkeys(Status, 5000), WIDE_LINES, None, 63, 625, hardest),
    )
    for people in ((WHO,), (WHO,) * 6, (WIDE * 2,) * 7, (WIDE * 2,) * 9):
        yield Sample(panel_of("O", 9), OrganisationPage(HEADS[-1], LINES[-1], people, 4))


def of_notes() -> Iterator[Sample]:
    every = {reason: place + 1 for place, reason in enumerate((*REASONS, "xyz"))}
    statuses = ("draft", "planned", "sending", "done", "cancelled")
    for head in HEADS:
        listed = tuple((place, "note", TEXT, status, NOW) for place, status in enumerate(statuses))
        yield Sample(panel_of("n", 5), NotesPage(head, (*listed, (9, "reminder", "", "done", NOW))))
        yield Sample(panel_of("n", 5), NotesPage(head, ()))
        for status in statuses:
            plain = NotePage(head, 3, "note", TEXT, "all", status, 14, waiting=12, writer=WHO)
            later = NOW + timedelta(hours=14)
            yield Sample(panel_of("N", 3), plain)
            yield Sample(panel_of("N", 3), replace(plain, audience="midway", quiet=5, next_at=later))
            yield Sample(panel_of("N", 3), replace(plain, waiting=0, withheld=every, writer=""))
            yield Sample(panel_of("N", 3), replace(plain, kind="reminder", text="", organisation="Řđ Ĉřš"))
            put_off = replace(plain, kind="reminder", text="", writer="", quiet=5, next_at=later)
            yield Sample(panel_of("N", 3), put_off)
            yield Sample(panel_of("N", 3), replace(put_off, organisation=WIDE, withheld=every))
            yield Sample(panel_of("N", 3), replace(put_off, quiet=1))
            counted = {"sent": 8, "failed": 1, "uncertain": 2, "quiet": 1, "next_at": later}
            wide = {"text": WIDE_TEXT, "writer": WIDE, "organisation": WIDE, "withheld": every}
            yield Sample(panel_of("N", 3), replace(plain, **counted))  # type: ignore[arg-type]
            yield Sample(panel_of("N", 3), replace(plain, **counted, **wide))  # type: ignore[arg-type]
            yield Sample(panel_of("N", 3), replace(plain, people=0, waiting=0))


def of_asked() -> Iterator[Sample]:
    for head in HEADS:
        one = AskedPage(head, 4, "Řđ Ĉřš", ELEMENTS[7], TEXT, NOW)
        wide = AskedPage(head, 5, WIDE * 2, "", WIDE_TEXT, NOW, WIDE_TEXT)
        for each in (one, wide, replace(one, answer=TEXT)):
            yield Sample(panel_of("a", each.number), each)
            yield Sample(panel_of("y", each.number), each)
        yield Sample(panel_of("q", 5), AskedListPage(head, (one, replace(one, answer=TEXT))))
        yield Sample(panel_of("q", 5), AskedListPage(head, (wide,) * 9))
        yield Sample(panel_of("q", 5), AskedListPage(head, ()))


def of_links() -> Iterator[Sample]:
    states = ("open", "used", "full", "ended", "revoked")
    some = [LinkLine(place, "one", WHO, state, 1, 0, NOW) for place, state in enumerate(states)]
    kinds = [LinkLine(place, kind, "", "open", 50, 3, NOW) for place, kind in enumerate(LINK_KINDS)]
    uses = tuple((WIDE * 2, NOW) for _ in range(12))
    wide = LinkLine(8, "many", WIDE, "open", None, 12, NOW, NOW + timedelta(days=90), uses)
    full = [replace(kind, state="full") for kind in kinds[1:3]]
    address = "https://t.me/xx_bot?start=AbCdEfGhIjKl"
    for head in HEADS:
        yield Sample(panel_of("L", 5), LinksPage(head, (*some, *kinds[:3])))
        yield Sample(panel_of("L", 5, 1), LinksPage(head, (wide,) * 8, 1, 2))
        yield Sample(panel_of("L", 5), LinksPage(head, ()))
        for each in (*some, *kinds, *full, wide, replace(wide, used=1, uses=uses[:11])):
            yield Sample(panel_of("l", each.number), LinkPage(head, each))
            yield Sample(panel_of("l", each.number, 1), LinkPage(head, each))
        yield Sample(panel_of("l", 8), LinkPage(head, wide, address))
        asking = tuple((place, label, NOW) for place, label in enumerate((WHO, "", *([WIDE] * 8))))
        yield from (Sample(panel_of("R", 5), RequestsPage(head, asking[:most])) for most in (0, 2, 9, 10))


def of_audit() -> Iterator[Sample]:
    done = [AuditLine(NOW, WHO, act, {}) for act in (*ACTS, "xyz")]
    done.append(AuditLine(NOW, "", "note_sent", {"kind": "reminder", "note": 3}))
    done.append(AuditLine(NOW, "", "left", {"by": "organisation"}))
    for verb in ("A", "t"):
        for start in range(0, len(done), 8):
            lines = tuple(done[start : start + 8])
            page = AuditPage(HEAD.name, HEAD.zone, lines, 5, start // 8, len(done) // 8 + 1)
            yield Sample(panel_of(verb, 5, page.page), page)
        wide = tuple(replace(line, who=WIDE) for line in done[:8])
        yield Sample(panel_of(verb, 5), AuditPage(WIDE, HEAD.zone, wide, 5))
        yield Sample(panel_of(verb, 5), AuditPage(HEAD.name, "UTC", (), 5))


def desk_samples() -> tuple[Sample, ...]:
    """Every page of the desk, many times."""
    made = (of_homes, of_cohorts, of_progress, of_notes, of_asked, of_links, of_audit)
    return tuple(sample for make in made for sample in make())
