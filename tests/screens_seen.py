"""Conversations to draw: what people meet on seeded walks, and every side page and notice on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import combinations

from bot.screens.notices import PLAIN
from bot.screens.panels import PANELS
from flows.agenda import open_actions
from flows.conversation import Chosen, Conversation, Notice, OfTeam
from flows.table import IN_AGENDA
from frameworks.model import Framework
from frameworks.settling import Settled, State
from frameworks.values import Answer, Said, Shown
from tests.screens_made import FRAMEWORKS, SP, framework_of
from tests.screens_walked import walked

# So many samples of one state and framework.
MOST_ALIKE = 6


@cache
def samples() -> tuple[Conversation, ...]:
    """A few of each state, as different as they come: with each profile and scope, early and late."""
    found: dict[tuple[object, ...], Conversation] = {}
    for there in walked():
        if there.panel is None and there.notice is None:
            given = (there.framework, there.inputs.profile, there.inputs.scope)
            key = (there.state, *given, len(there.answers) > 15, len(open_actions(there)))
            found.setdefault(key, there)
    alike: dict[tuple[str, str], list[Conversation]] = defaultdict(list)
    for there in found.values():
        alike[there.state, there.framework].append(there)
    return tuple(each for group in alike.values() for each in group[:MOST_ALIKE])


WITH_VALUES = {
    "only_text",
    "name_long",
    "note_long",
    "out_of_range",
    "joined",
    "link_uses_bad",
    "evidence_full",
    "share_many",
    "part_unknown",
    "reason_long",
    "date_far",
    "team_joined",
    "team_led",
    "left_team",
}
NOTICES = (
    *(Notice(key) for key in sorted({*PLAIN, "remark", "remark_help"} - WITH_VALUES)),
    Notice("only_text", {"album": "7"}),
    Notice("name_long", {"limit": 100}),
    Notice("evidence_full", {"most": 10}),
    Notice("evidence_kept", {"element": SP.elements[0].id, "album": ""}),
    Notice("evidence_warned", {"element": SP.elements[0].id, "album": ""}),
    Notice("note_long", {"limit": 1500}),
    Notice("share_many", {"most": 5}),
    Notice("part_unknown", {"number": 9, "parts": 8}),
    Notice("marks", {"signs": "3 2 4 ?", "tag": 5}),
    Notice("marks_lost", {"lost": "1"}),
    Notice("marks_lost", {"lost": "1 4 8"}),
    Notice("not_now", {"lost": "2"}),
    Notice("marks_saved", {"count": 1}),
    Notice("marks_saved", {"count": 4}),
    Notice("round_not_done", {"people": 1}),
    Notice("round_not_done", {"people": 3}),
    Notice("agreed_same", {"number": 1}),
    Notice("agreed_same", {"number": 8}),
    Notice("round_day_set", {"day": "2026-12-15"}),
    Notice("others_decide", {"groups": "government donor"}),
    Notice("reason_long", {"limit": 200}),
    Notice("date_far", {"years": 10}),
    Notice("team_joined", {"organisation": "Štøp"}),
    Notice("team_led", {"organisation": "Štøp"}),
    Notice("left_team", {"organisation": "Štøp"}),
    Notice("link_uses_bad", {"most": 1000}),
    Notice("joined", {"cohort": "Štøp"}),
    Notice("snoozed", {"days": 1}),
    Notice("snoozed", {"days": 3}),
    Notice("link_made", {"link": 5, "code": "Štøp"}),
    Notice("team_link_made", {"link": 5, "code": "Štøp"}),
    Notice("result_link_made", {"share": 5, "code": "Štøp"}),
    Notice("group_link_made", {"code": "Štøp"}),
    Notice("out_of_range", {"levels": 4}),
    Notice("typed_early", {"last": SP.elements[0].id, "now": SP.elements[1].id}),
    Notice("typed_early", {"last": "", "now": SP.elements[1].id}),
    Notice("typed_early", {"last": SP.elements[0].id, "now": SP.elements[0].id}),
    Notice("typed_early", {"last": "", "now": ""}),
    Notice("level_now", {"element": SP.elements[0].id, "level": 2}),
    Notice("name_check", {"text": "Štøp", "word": "stop"}),
)
AGENDA_PAGES = (
    *("pass_on", "ask_help", "talk", "all_actions", "missing:", "missing:1", "missing:12"),
    *("start_with:", "start_with:1", "start_with:2", "start_with:123456789"),
)
ANYWHERE = (*PANELS, "words:2", "words:3", "sources:2", "recap", *AGENDA_PAGES)
# Pages that hang on the answers.
OF_ANSWERS = ("how", "before", "restart", "mydata", "recap", *AGENDA_PAGES)


def pages_of(there: Conversation) -> tuple[str, ...]:
    """Every side page that this framework has."""
    return (*ANYWHERE, *(f"part:{dimension.id}" for dimension in framework_of(there).dimensions))


def paged(there: Conversation) -> Iterator[Conversation]:
    """This conversation with every side page over it and every notice above it."""
    for page in pages_of(there):
        told = NOTICES[-1] if page == "name_check" else None
        yield replace(there, panel=page, notice=told)
    for told in NOTICES:
        yield replace(there, panel="name_check" if told.key == "name_check" else None, notice=told)


@cache
def pages() -> tuple[Conversation, ...]:
    """Every page and notice over one conversation of each state and framework, what hangs on answers over all."""
    met: set[tuple[str, str]] = set()
    drawn: list[Conversation] = []
    for there in samples():
        if (there.state, there.framework) in met:
            drawn += (replace(there, panel=page) for page in OF_ANSWERS)
        else:
            drawn += paged(there)
        met.add((there.state, there.framework))
    planned = (there for there in samples() if there.state in {"planning", "acting"})
    drawn += (replace(there, shown_at=there.shown_at + timedelta(days=40)) for there in planned)
    drawn += of_teams()
    # At a border, one step up may lift the stage.
    drawn += (replace(there, state="planning") for there in results()[::4])
    return tuple(drawn)


def of_teams() -> Iterator[Conversation]:
    """The agenda of who leads a team whose round settled nothing, for want of agreement or of knowing."""
    for there in samples():
        if there.state in IN_AGENDA and there.framework == SP.key:
            for state in (State.OPEN, State.UNKNOWN):
                settled = {one.id: Settled(state, 1, SP.levels) for one in SP.elements}
                here = there.element or SP.elements[0].id
                chosen = {f"act.{here}.0": Chosen(day="2026-05-02", taken_by="Štøp")}
                yield replace(there, of_team=OfTeam(settled), closed=True, chosen=chosen)


def _all_but(there: Conversation, level: int, shown: Shown, unlike: Mapping[str, Answer]) -> Conversation:
    answers = {one.id: Answer(Said.LEVEL, level, shown, 1, seconds=5) for one in framework_of(there).elements}
    return replace(there, answers={**answers, **unlike}, chosen={})


def _unlike(framework: Framework, *others: Answer) -> Iterator[Mapping[str, Answer]]:
    """Nothing, one element answered otherwise, or two musts that nobody knows."""
    yield {}
    yield from ({element.id: other} for element in framework.elements for other in others)
    musts = [element.id for element in framework.elements if element.must]
    yield from (dict.fromkeys(pair, Answer(Said.DONT_KNOW)) for pair in combinations(musts, 2))


@cache
def results() -> tuple[Conversation, ...]:
    """Summaries at a border: all answers alike but for one, or for two musts that nobody knows."""
    return (
        *_at_borders("sp-1.0", Answer(Said.DONT_KNOW), Answer(Said.LEVEL, 1), Answer(Said.LEVEL, 2)),
        *_at_borders("ec-1.0", Answer(Said.DONT_KNOW)),
    )


def _at_borders(key: str, *others: Answer) -> Iterator[Conversation]:
    ends = (each for each in samples() if each.state == "summary" and each.framework == key)
    there = next(each for each in ends if each.inputs.scope == "full")
    for level, shown in ((2, Shown.OPTION), (3, Shown.OPTION), (3, Shown.NOTHING), (4, Shown.OPTION)):
        for unlike in _unlike(FRAMEWORKS[key], *others):
            yield _all_but(there, level, shown, unlike)


@cache
def everything() -> tuple[Conversation, ...]:
    """All that is drawn in the tests, in no language yet."""
    return (*walked(), *results(), *pages())


def spoken(conversations: Iterable[Conversation], language: str) -> Iterator[Conversation]:
    yield from (replace(each, language=language) for each in conversations)
