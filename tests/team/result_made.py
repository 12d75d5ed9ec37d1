"""Closed rounds for the tests of results: teams and places settled and frozen as storage does, without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.screens.draw import Screens
from bot.screens.sight import House, Sight
from flows.conversation import Chosen, Conversation, Inputs, Part
from flows.events import ChatKey
from flows.pages import SharedWith
from flows.team_results import ClosedRound, TeamResult
from frameworks.agreement import meeting_sheet
from frameworks.group_views import group_views
from frameworks.load import shipped
from frameworks.places import Voice, settle_place
from frameworks.pooling import only_asked
from frameworks.settling import settle_one
from frameworks.teams import Member, for_print, pooled
from frameworks.values import Answer, Scope, Shown
from storage.team.sheets import sheet_json
from tests.frameworks.samples import SP, all_sp, answer, answers
from tests.frameworks.worked import CASE_30_LEVELS
from tests.rig import languages

MARCH = datetime(2026, 3, 12, 9, 5, tzinfo=UTC)
SEPTEMBER = datetime(2025, 9, 1, 9, 5, tzinfo=UTC)
EC = shipped()["ec-1.0"]
HOPE = Inputs("Hope Homes", "medium", "direct", ("director",))

Given = Mapping[str, int | str]


def people(*given: Given, level: int = 3) -> list[Member]:
    """People who answer all alike but for these; ids without the prefix."""
    return [Member(("director",), all_sp(level, one)) for one in given]


def team_round(
    members: Sequence[Member],
    agreed: Mapping[str, Answer] | None = None,
    *,
    at: datetime = MARCH,
    number: int = 1,
    profile: str = "direct",
    reasons: Mapping[str, str] | None = None,
) -> ClosedRound:
    """This team's round, closed; `agreed` is what its meeting set since."""
    settled = only_asked(SP, for_print(SP, members, pooled(SP, members)), profile, Scope.FULL)
    set_there = {one: settle_one(SP, SP.element_by_id[one], said) for one, said in (agreed or {}).items()}
    sheet = meeting_sheet(SP, members, profile, closed=True) if len(members) > 1 else ()
    shown_by = {
        one: said.option for one, said in (agreed or {}).items() if said.option and said.shown is Shown.OPTION
    }
    return ClosedRound(
        5,
        7,
        HOPE.organisation,
        HOPE.size,
        SP.key,
        number,
        len(members),
        Scope.FULL,
        profile,
        at,
        {**settled, **set_there},
        frozenset(set_there),
        reasons or {},
        shown_by,
        few=frozenset(line.element for line in sheet if not line.spread) - set_there.keys(),
        sheet=tuple(sheet_json(sheet)),
    )


def place_round(
    voices: Sequence[Voice], profile: str = "both", *, at: datetime = MARCH, number: int = 1
) -> ClosedRound:
    """This place's round, closed."""
    place = settle_place(EC, voices, profile, for_print=True)
    return ClosedRound(
        5,
        7,
        "foundational learning in Busia",
        "",
        EC.key,
        number,
        sum(place.people.values()),
        Scope.FULL,
        profile,
        at,
        place.settled,
        place=place,
        views=group_views(EC, voices, profile, place.kept_back),
    )


def sight_of(
    page: SharedWith,
    own: Mapping[str, Answer],
    inputs: Inputs = HOPE,
    *,
    key: str = "sp-1.0",
    language: str = "en",
    fit: Sequence[int | str] = (),
    chosen: Mapping[str, Chosen] | None = None,
) -> Sight:
    """What one person looks at who answered this themselves and may see this page."""
    frameworks = dict(shipped())
    checked = zip(frameworks["fit-1.0"].elements, fit, strict=bool(fit))
    said = {element.id: answer(value) for element, value in checked}
    there = Conversation(
        ChatKey("telegram", 1, 1),
        language,
        key,
        MARCH,
        "summary",
        inputs=inputs,
        answers=own,
        consent="1",
        wide=True,
        closed=page.team is not None or page.with_leads,
        shelf={"fit-1.0": Part("fit-1.0", inputs, said)} if fit else {},
        chosen=chosen or {},
    )
    return screens(language).sight(there, page)


def screens(language: str = "en") -> Screens:
    return Screens(House(languages(pseudo=True), "Example programme", ""), dict(shipped()))


def case_30() -> dict[str, int | str]:
    """The levels of worked case 30, by element without the prefix."""
    return short(CASE_30_LEVELS)


def short(levels: Mapping[str, Sequence[int | str]]) -> dict[str, int | str]:
    """Levels by part, by element without the prefix."""
    return {
        one.id.removeprefix("sp."): level
        for part in SP.dimensions
        for one, level in zip(part.elements, levels[part.id], strict=True)
    }


def lowered(levels: Given, *names: str) -> dict[str, int | str]:
    """The same, but for these, one lower."""
    return raised(levels, -1, *names)


def raised(levels: Given, by: int, *names: str) -> dict[str, int | str]:
    """The same, but for these, so much higher."""
    return {
        one: level + by if one in names and isinstance(level, int) else level for one, level in levels.items()
    }


def five() -> list[Member]:
    """Five people who see a beginning alike, but for three questions."""
    begun = case_30()
    return people(
        begun,
        raised(begun, 1, "meas.data", "ops.hire"),
        raised(begun, 2, "meas.data", "prog.toc"),
        raised(begun, 1, "ops.hire"),
        {**begun, "care.safe": 2},
    )


AGREED = {"sp.care.safe": answer(3), "sp.meas.data": answer(2), "sp.fin.control": answer(3)}
REASONS = {"sp.meas.data": "Two programmes record it, one does not yet."}


def team_result(before: bool = True) -> TeamResult:
    """What the lead of these five sees, half a year after their first round."""
    earlier = people(*[raised(case_30(), 1, "care.report", "lead.board")] * 3)
    then = team_round(earlier, at=SEPTEMBER) if before else None
    now = team_round(five(), AGREED, number=2 if before else 1, reasons=REASONS)
    chosen = {
        "act.sp.fin.cash.1": Chosen(day="2026-03-30", chosen_on="2026-03-12", taken_by="Amina (finance)")
    }
    return TeamResult(now, then, chosen)


def lead(team: TeamResult | None = None, language: str = "en", **more: object) -> Sight:
    """One of those who lead, with their own answers."""
    own = answers({f"sp.{one}": level for one, level in case_30().items()})
    return sight_of(SharedWith(team=team or team_result()), own, language=language)
